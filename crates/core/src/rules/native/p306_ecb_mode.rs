use super::ciphers::{MODES, is_ecb};
use super::parameters::{given, is_absent};
use super::passwords::{PRESCRIBED, implements_specification};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// ECB encrypts equal blocks to equal output, so patterns of the plain text show through, and blocks can be
    /// exchanged unnoticed. PyCrypto takes ECB when no mode is given. Use a mode that also authenticates, such as GCM.
    ///
    /// Only `audit` reports it in the implementation of a protocol whose specification prescribes it, such as Kerberos, NTLM or
    /// SNMP, which the name of the function, the class, the file or its folder says.
    ///
    /// ```python
    /// from Crypto.Cipher import AES, ChaCha20_Poly1305, DES3
    /// from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    /// AES.new(key, AES.MODE_ECB)                             # P306
    /// AES.new(key)                                           # P306
    /// mode = AES.MODE_ECB
    /// AES.new(key, mode=mode)                                # P306
    /// Cipher(algorithms.AES(key), modes.ECB())               # P306
    /// AES.new(key, AES.MODE_GCM)
    /// AES.new(key, **options)
    /// ChaCha20_Poly1305.new(key=key)
    /// Cipher(algorithms.AES(key), modes.CBC(iv))
    /// ```
    P306 ecb_mode: severity Medium, confidence High, cwe 327, origin Posse, replaces ["B305"];
    "ECB encrypts equal blocks to equal output. Use a mode such as GCM.";
    on CallTo(&["new", "ECB", "AESModeOfOperationECB"], ecb_mode);
    no fix "another mode cannot read what is stored, and needs a nonce"
}

fn ecb_mode<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let found = || Issue::new().hidden_if(implements_specification(cx), PRESCRIBED);
    if path.is_one_of(&["cryptography.hazmat.primitives.ciphers.modes.ECB", "pyaes.AESModeOfOperationECB"]) {
        return Some(found());
    }
    let mode = MODES.iter().find(|(function, ..)| path.is(function))?;
    let has_key = !call.arguments().is_empty();
    let is_ecb = match given(cx, call, MODES) {
        Some((_, mode)) => is_ecb(cx, mode),
        None => has_key && is_absent(cx, call, mode),
    };
    is_ecb.then(found)
}
