use ruff_python_ast::{Expr, ExprCall};

use super::parameters::{Parameter, given, integer};
use super::secret_destination::becomes_secret;
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// RSA and DSA keys below 2048 bits, and curves below 224 bits, can be broken with the computers of today or of soon.
    /// Use 3072 bits, or a curve such as P-256 or Ed25519. RSA and DSA keys below 1024 bits are HIGH.
    ///
    /// A token of less than 16 bytes can be found by trying: severity and confidence are LOW.
    ///
    /// ```python
    /// import asyncssh, paramiko, rsa, secrets
    /// import OpenSSL
    /// from Crypto.PublicKey import ECC, RSA
    /// from cryptography.hazmat.primitives.asymmetric import ec
    /// rsa.newkeys(1024)                                      # P313 MEDIUM
    /// OpenSSL.crypto.PKey().generate_key(TYPE_RSA, 1024)     # P313 MEDIUM
    /// RSA.generate(512)                                      # P313 HIGH
    /// paramiko.RSAKey.generate(bits=1024)                    # P313 MEDIUM
    /// asyncssh.generate_private_key("ssh-rsa", key_size=768) # P313 HIGH
    /// ec.generate_private_key(ec.SECP192R1())                # P313 MEDIUM
    /// ECC.generate(curve="p192")                             # P313 MEDIUM
    /// session_token = secrets.token_hex(4)                   # P313 LOW LOW
    /// RSA.generate(3072)
    /// rsa.newkeys(bits)
    /// ec.generate_private_key(ec.SECP256R1())
    /// session_token = secrets.token_hex(32)
    /// suffix = secrets.token_hex(4)
    /// ```
    P313 weak_key_size: severity High, confidence High, cwe 326, origin Posse, replaces ["B505"];
    "A key of this size can be broken.";
    on CallTo(&["newkeys", "generate_key", "generate", "generate_private_key", "generate_parameters", "gen_key"], weak_key_size),
        CallTo(&["token_hex", "token_bytes", "token_urlsafe"], short_token);
    fix Unsafe Call(longer)
}

/// Where the size of an RSA, DSA or Diffie-Hellman key is given.
const SIZES: &[Parameter] = &[
    ("rsa.newkeys", Some(0), "nbits"),
    ("OpenSSL.crypto.PKey().generate_key", Some(1), "bits"),
    ("Crypto.PublicKey.RSA.generate", Some(0), "bits"),
    ("Crypto.PublicKey.DSA.generate", Some(0), "bits"),
    ("Crypto.PublicKey.ElGamal.generate", Some(0), "bits"),
    ("paramiko.RSAKey.generate", Some(0), "bits"),
    ("paramiko.DSSKey.generate", Some(0), "bits"),
    ("paramiko.rsakey.RSAKey.generate", Some(0), "bits"),
    ("asyncssh.generate_private_key", None, "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", Some(1), "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key", Some(0), "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.dsa.generate_parameters", Some(0), "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.dh.generate_parameters", Some(1), "key_size"),
    ("M2Crypto.RSA.gen_key", Some(0), "bits"),
];

/// Where the curve of a key is given.
const CURVES: &[Parameter] = &[
    ("cryptography.hazmat.primitives.asymmetric.ec.generate_private_key", Some(0), "curve"),
    ("Crypto.PublicKey.ECC.generate", None, "curve"),
];

/// Curves of less than 224 bits.
const WEAK_CURVES: &[&str] = &["secp192r1", "sect163k1", "sect163r2", "p192", "p-192", "nist p-192", "prime192v1"];

fn weak_key_size<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let medium = Issue::new().severity(Severity::Medium);
    if let Some((function, size)) = given(cx, call, SIZES) {
        let bits = integer(cx, size)?;
        // Ed25519 and the like have one size.
        let is_rsa = function != "asyncssh.generate_private_key"
            || cx.string(call.arguments().first()?).is_some_and(|name| name.contains("rsa") || name.contains("dss"));
        return match bits {
            _ if !is_rsa => None,
            0..1024 => Some(Issue::new()),
            1024..2048 => Some(medium),
            _ => None,
        };
    }
    let (_, curve) = given(cx, call, CURVES)?;
    let curve = cx.scopes().definition(curve);
    let name = match curve {
        Expr::Call(call) => last_name(&call.func)?.to_string(),
        _ => cx.string(curve).or_else(|| last_name(curve).map(str::to_string))?,
    };
    WEAK_CURVES.contains(&name.to_lowercase().as_str()).then_some(medium)
}

fn short_token<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_short = cx.names(&call.node.func, &["secrets.token_hex", "secrets.token_bytes", "secrets.token_urlsafe"])
        && integer(cx, cx.given(call.node, Some(0), "nbytes").value()?).is_some_and(|bytes| bytes < 16);
    (is_short && becomes_secret(cx, call.node, false) == Some(Severity::High)).then(|| {
        let message = "A token of less than 16 bytes can be found by trying.";
        Issue::new().severity(Severity::Low).confidence(Severity::Low).message(message)
    })
}

const TOKENS: &[Parameter] = &[
    ("secrets.token_hex", Some(0), "nbytes"),
    ("secrets.token_bytes", Some(0), "nbytes"),
    ("secrets.token_urlsafe", Some(0), "nbytes"),
];

/// Asks for 2048 bits, a curve of 256, or 32 bytes, where the size is written in the call.
fn longer<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let path = it.cx.path(&call.func)?;
    let row = |table: &'static [Parameter]| table.iter().find(|(function, ..)| path.is(function));
    if let Some((_, position, name)) = row(CURVES) {
        let mut curve = it.written_argument(call, *position, name)??;
        if let Expr::Call(made) = curve {
            curve = made.arguments.is_empty().then_some(&*made.func)?;
        }
        if curve.is_string_literal_expr() {
            return Some(Fix::new(CURVE, it.replace_value(curve, "\"P-256\"")?));
        }
        // A name may stand for what a call has made.
        it.cx.path(curve).filter(|path| path.is_in(EC) && !path.as_str().ends_with(')'))?;
        return it.name_instead(CURVE, curve, EC, "SECP256R1");
    }
    let (title, (_, position, name), value) = match row(SIZES) {
        Some(row) => ("Make a key of 2048 bits", row, "2048"),
        None => ("Make a token of 32 bytes", row(TOKENS)?, "32"),
    };
    let size = it.written_argument(call, *position, name)??;
    size.is_number_literal_expr().then_some(())?;
    Some(Fix::new(title, it.replace_value(size, value)?))
}

const EC: &str = "cryptography.hazmat.primitives.asymmetric.ec";

const CURVE: &str = "Use a curve of 256 bits";

#[cfg(test)]
crate::edit::pairs::pairs! { P313:
    "from Crypto.PublicKey import RSA\nRSA.generate(1024)\n" => "from Crypto.PublicKey import RSA\nRSA.generate(2048)\n";
    "import rsa as r\nf(r.newkeys(512,), 1)\n" => "import rsa as r\nf(r.newkeys(2048,), 1)\n";
    "import paramiko\nparamiko.RSAKey.generate(\n    bits=1024,  # short\n)\n" => "import paramiko\nparamiko.RSAKey.generate(\n    bits=2048,  # short\n)\n";
    "from cryptography.hazmat.primitives.asymmetric import ec\nec.generate_private_key(ec.SECP192R1())\n" => "from cryptography.hazmat.primitives.asymmetric import ec\nec.generate_private_key(ec.SECP256R1())\n";
    "from Crypto.PublicKey import ECC\nif (k := ECC.generate(curve=('p192'))): pass\n" => "from Crypto.PublicKey import ECC\nif (k := ECC.generate(curve=(\"P-256\"))): pass\n";
    "from cryptography.hazmat.primitives.asymmetric.ec import SECT163K1, generate_private_key\ngenerate_private_key(SECT163K1())\n" => "import cryptography.hazmat.primitives.asymmetric.ec\nfrom cryptography.hazmat.primitives.asymmetric.ec import SECT163K1, generate_private_key\ngenerate_private_key(cryptography.hazmat.primitives.asymmetric.ec.SECP256R1())\n";
    "import secrets\nsession_token = secrets.token_hex(4)\n" => "import secrets\nsession_token = secrets.token_hex(32)\n";
    "from cryptography.hazmat.primitives.asymmetric import dh\ndh.generate_parameters(2, key_size = 512)" => "from cryptography.hazmat.primitives.asymmetric import dh\ndh.generate_parameters(2, key_size = 2048)";
    "import rsa\nx = [rsa.newkeys(# tests\n  512, **k) for _ in y]\n" => "import rsa\nx = [rsa.newkeys(# tests\n  2048, **k) for _ in y]\n";
    "from OpenSSL import crypto\ncrypto.PKey().generate_key(kind, 1_024, *a)\n" => "from OpenSSL import crypto\ncrypto.PKey().generate_key(kind, 2048, *a)\n";
    "import rsa\nbits = 512\nrsa.newkeys(bits)\n" stays;
    "import rsa\nrsa.newkeys(256 * 2)\n" stays;
    "from cryptography.hazmat.primitives.asymmetric import ec\ncurve = ec.SECP192R1()\nec.generate_private_key(curve)\n" stays;
    "import rsa\nf'{rsa.newkeys(512)}'\n" stays;
}
