//! What the cipher rules have in common.

use ruff_python_ast::Expr;

use super::parameters::Parameter;
use crate::context::Context;
use crate::value::last_name;

/// Where ciphers and message authentication codes get their key.
pub(super) const KEYS: &[Parameter] = &[
    ("Crypto.Cipher.AES.new", Some(0), "key"),
    ("Crypto.Cipher.DES.new", Some(0), "key"),
    ("Crypto.Cipher.DES3.new", Some(0), "key"),
    ("Crypto.Cipher.ARC2.new", Some(0), "key"),
    ("Crypto.Cipher.ARC4.new", Some(0), "key"),
    ("Crypto.Cipher.Blowfish.new", Some(0), "key"),
    ("Crypto.Cipher.CAST.new", Some(0), "key"),
    ("Crypto.Cipher.ChaCha20.new", None, "key"),
    ("Crypto.Cipher.ChaCha20_Poly1305.new", None, "key"),
    ("Crypto.Cipher.Salsa20.new", Some(0), "key"),
    ("Crypto.Hash.HMAC.new", Some(0), "key"),
    ("Crypto.Hash.CMAC.new", Some(0), "key"),
    ("cryptography.fernet.Fernet", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.AES", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.AES128", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.AES256", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.Camellia", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.ChaCha20", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.SM4", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.TripleDES", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.Blowfish", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.CAST5", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.ARC4", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.IDEA", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.SEED", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESGCM", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESCCM", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESSIV", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESGCMSIV", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESOCB3", Some(0), "key"),
    ("cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305", Some(0), "key"),
    ("cryptography.hazmat.primitives.hmac.HMAC", Some(0), "key"),
    ("nacl.secret.SecretBox", Some(0), "key"),
    ("nacl.secret.Aead", Some(0), "key"),
    ("pyaes.AESModeOfOperationCBC", Some(0), "key"),
    ("pyaes.AESModeOfOperationCTR", Some(0), "key"),
    ("pyaes.AESModeOfOperationECB", Some(0), "key"),
    ("pyaes.AESModeOfOperationCFB", Some(0), "key"),
    ("pyaes.AESModeOfOperationOFB", Some(0), "key"),
    ("pyDes.des", Some(0), "key"),
    ("pyDes.triple_des", Some(0), "key"),
    ("hmac.new", Some(0), "key"),
    ("hmac.digest", Some(0), "key"),
    ("hmac.HMAC", Some(0), "key"),
];

/// Where ciphers get what must be new for each message.
pub(super) const IVS: &[Parameter] = &[
    ("Crypto.Cipher.AES.new", Some(2), "iv"),
    ("Crypto.Cipher.AES.new", None, "IV"),
    ("Crypto.Cipher.AES.new", None, "nonce"),
    ("Crypto.Cipher.DES.new", Some(2), "iv"),
    ("Crypto.Cipher.DES.new", None, "IV"),
    ("Crypto.Cipher.DES.new", None, "nonce"),
    ("Crypto.Cipher.DES3.new", Some(2), "iv"),
    ("Crypto.Cipher.DES3.new", None, "IV"),
    ("Crypto.Cipher.DES3.new", None, "nonce"),
    ("Crypto.Cipher.Blowfish.new", Some(2), "iv"),
    ("Crypto.Cipher.Blowfish.new", None, "IV"),
    ("Crypto.Cipher.Blowfish.new", None, "nonce"),
    ("Crypto.Cipher.CAST.new", Some(2), "iv"),
    ("Crypto.Cipher.ARC2.new", Some(2), "iv"),
    ("Crypto.Cipher.ChaCha20.new", None, "nonce"),
    ("Crypto.Cipher.ChaCha20_Poly1305.new", None, "nonce"),
    ("Crypto.Cipher.Salsa20.new", Some(1), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.modes.CBC", Some(0), "initialization_vector"),
    ("cryptography.hazmat.primitives.ciphers.modes.CFB", Some(0), "initialization_vector"),
    ("cryptography.hazmat.primitives.ciphers.modes.CFB8", Some(0), "initialization_vector"),
    ("cryptography.hazmat.primitives.ciphers.modes.OFB", Some(0), "initialization_vector"),
    ("cryptography.hazmat.primitives.ciphers.modes.GCM", Some(0), "initialization_vector"),
    ("cryptography.hazmat.primitives.ciphers.modes.CTR", Some(0), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.algorithms.ChaCha20", Some(1), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESGCM().encrypt", Some(0), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESCCM().encrypt", Some(0), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.aead.AESOCB3().encrypt", Some(0), "nonce"),
    ("cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305().encrypt", Some(0), "nonce"),
    ("nacl.secret.SecretBox().encrypt", Some(1), "nonce"),
    ("nacl.public.Box().encrypt", Some(1), "nonce"),
    ("pyaes.AESModeOfOperationCBC", Some(1), "iv"),
    ("pyaes.AESModeOfOperationCFB", Some(1), "iv"),
    ("pyaes.AESModeOfOperationOFB", Some(1), "iv"),
    ("pyDes.des", Some(2), "IV"),
    ("pyDes.triple_des", Some(2), "IV"),
];

/// The functions of `Crypto` whose second argument is the mode.
pub(super) const MODES: &[Parameter] = &[
    ("Crypto.Cipher.AES.new", Some(1), "mode"),
    ("Crypto.Cipher.DES.new", Some(1), "mode"),
    ("Crypto.Cipher.DES3.new", Some(1), "mode"),
    ("Crypto.Cipher.ARC2.new", Some(1), "mode"),
    ("Crypto.Cipher.Blowfish.new", Some(1), "mode"),
    ("Crypto.Cipher.CAST.new", Some(1), "mode"),
];

/// Whether a mode is ECB: `AES.MODE_ECB`, or its number.
pub(super) fn is_ecb<'a>(cx: &Context<'a>, mode: &'a Expr) -> bool {
    let definition = cx.scopes().definition(mode);
    last_name(definition) == Some("MODE_ECB") || cx.constant(mode).and_then(|mode| mode.as_int()) == Some(1)
}

/// Whether the statements around the current node decrypt, and do not encrypt.
pub(super) fn only_decrypts(cx: &Context) -> bool {
    let (mut encrypts, mut decrypts) = (false, false);
    cx.search(|_, expr| {
        if let Expr::Attribute(attribute) = expr {
            encrypts |= attribute.attr.starts_with("encrypt");
            decrypts |= attribute.attr.starts_with("decrypt");
        }
        !encrypts
    });
    decrypts && !encrypts
}
