use super::passwords::{PRESCRIBED, implements_specification};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// DES, RC2 and RC4 are broken. Triple DES, Blowfish, CAST and IDEA encrypt blocks of 64 bits, which repeat after
    /// some gigabytes and then show the text. SEED is obsolete. Use AES in a mode such as GCM, or ChaCha20-Poly1305.
    ///
    /// Only `audit` reports it in the implementation of a protocol whose specification prescribes it, such as Kerberos, NTLM or
    /// SNMP, which the name of the function, the class, the file or its folder says.
    ///
    /// ```python
    /// from Cryptodome.Cipher import AES, ARC4, DES3
    /// from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
    /// from cryptography.hazmat.decrepit.ciphers.algorithms import CAST5
    /// import pyDes
    /// DES3.new(key, DES3.MODE_CBC, iv)                       # P307
    /// ARC4.new(key)                                          # P307
    /// Cipher(algorithms.TripleDES(key), mode)                # P307
    /// CAST5(key)                                             # P307
    /// pyDes.triple_des(key)                                  # P307
    /// AES.new(key, AES.MODE_GCM)
    /// algorithms.ChaCha20(key, nonce)
    /// words.des(key)
    /// ```
    P307 weak_cipher: severity High, confidence High, cwe 327, origin Posse, replaces ["B304"];
    "This cipher is broken or obsolete. Use AES-GCM or ChaCha20-Poly1305.";
    on CallTo(
        &["new", "ARC4", "RC2", "ARC2", "Blowfish", "CAST5", "IDEA", "SEED", "TripleDES", "des", "triple_des", "Cipher", "RC4"],
        weak_cipher
    );
    no fix "another cipher cannot read what is stored, and its key has another size"
}

/// Modules of `Crypto.Cipher`.
const MODULES: &[&str] = &["ARC2", "ARC4", "Blowfish", "CAST", "DES", "DES3", "XOR", "IDEA"];
/// Classes of `cryptography`.
const CLASSES: &[&str] = &["ARC4", "RC2", "Blowfish", "CAST5", "IDEA", "SEED", "TripleDES"];
const ALGORITHMS: &[&str] = &[
    "cryptography.hazmat.primitives.ciphers.algorithms.",
    "cryptography.hazmat.decrepit.ciphers.algorithms.",
    "algorithms.",
];
const OTHERS: &[&str] = &["pyDes.des", "pyDes.triple_des", "arc4.ARC4", "blowfish.Cipher", "des.DesKey"];

fn weak_cipher<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let text = path.as_str();
    let found = || Issue::new().hidden_if(implements_specification(cx), PRESCRIBED);
    if path.is("M2Crypto.EVP.Cipher") {
        let cipher = cx.string(cx.given(call.node, Some(0), "alg").value()?)?;
        return ["des", "rc2", "rc4", "bf", "cast"].iter().any(|weak| cipher.starts_with(weak)).then(found);
    }
    let module = text.strip_suffix(".new").map(|module| {
        let name = module.strip_prefix("Crypto.Cipher.").or((path.is_unbound() && !module.contains('.')).then_some(module));
        name.is_some_and(|name| MODULES.contains(&name))
    });
    let is_class = || {
        let begins = |module: &&&str| !module.starts_with("algorithms") || path.is_unbound();
        ALGORITHMS.iter().filter(begins).filter_map(|module| text.strip_prefix(module)).any(|name| CLASSES.contains(&name))
    };
    (module == Some(true) || is_class() || OTHERS.contains(&text)).then(found)
}
