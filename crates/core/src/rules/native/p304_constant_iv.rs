use super::ciphers::{IVS, MODES, is_ecb, only_decrypts};
use super::parameters::{fixed, given};
use super::passwords::{PRESCRIBED, implements_specification};
use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Issue, rule};

rule! {
    /// An initialization vector or nonce must be new for each message. With a constant one, CBC shows which messages
    /// begin alike, and with CTR, GCM and ChaCha20 two messages are enough to read both, or to forge others. Take
    /// `os.urandom(16)`, or let the library choose, and send it with the message.
    ///
    /// Where the code only decrypts, severity and confidence are LOW.
    ///
    /// Only `audit` reports it in the implementation of a protocol whose specification prescribes it, such as Kerberos, NTLM or
    /// SNMP, which the name of the function, the class, the file or its folder says.
    ///
    /// ```python
    /// import os
    /// from Crypto.Cipher import AES, ChaCha20
    /// from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    /// from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    /// AES.new(key, AES.MODE_CBC, b"\0" * 16)                 # P304
    /// AES.new(key, AES.MODE_CBC, bytes(AES.block_size))      # P304
    /// Cipher(algorithms.AES(key), modes.GCM(b"fixednonce12"))    # P304
    /// IV = b"1234567890123456"
    /// AES.new(key, AES.MODE_CBC, iv=IV)                      # P304
    /// ChaCha20.new(key=key, nonce=bytes(8))                  # P304
    /// AESGCM(key).encrypt(b"fixednonce12", data, None)       # P304
    /// AES.new(key, AES.MODE_CBC, os.urandom(AES.block_size))
    /// AES.new(key, AES.MODE_CBC, blob[:16]).decrypt(blob[16:])
    /// AES.new(key, AES.MODE_GCM)
    /// AES.new(key, AES.MODE_ECB, b"\0" * 16)
    /// AES.new(key, AES.MODE_CTR, nonce=b"", initial_value=start)
    /// ```
    ///
    /// ```python
    /// from Crypto.Cipher import AES
    /// def read(key, blob):
    ///     return AES.new(key, AES.MODE_CBC, bytes(16)).decrypt(blob)    # P304 LOW LOW
    /// def read_new(key, iv, blob):
    ///     return AES.new(key, AES.MODE_CBC, iv).decrypt(blob)
    /// ```
    P304 constant_iv: severity Medium, confidence High, cwe 329, origin Posse;
    "This initialization vector or nonce is the same for every message.";
    on CallTo(
        &["new", "CBC", "CFB", "CFB8", "OFB", "GCM", "CTR", "ChaCha20", "encrypt", "AESModeOfOperationCBC", "AESModeOfOperationCFB", "AESModeOfOperationOFB", "des", "triple_des"],
        constant_iv
    );
    no fix "the nonce must also reach whoever decrypts"
}

fn constant_iv<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.arguments().is_empty() && call.keywords().is_empty() {
        return None;
    }
    let (_, iv) = given(cx, call, IVS)?;
    let value = fixed(cx, iv)?;
    let is_unused = given(cx, call, MODES).is_some_and(|(_, mode)| is_ecb(cx, mode));
    let counts = || {
        value.bytes().is_some_and(<[u8]>::is_empty)
            && ["counter", "initial_value"].iter().any(|name| !cx.given(call.node, None, name).is_absent())
    };
    if is_unused || counts() {
        return None;
    }
    let issue = Issue::new().hidden_if(implements_specification(cx), PRESCRIBED);
    Some(if only_decrypts(cx) { issue.severity(Severity::Low).confidence(Severity::Low) } else { issue })
}
