use super::passwords::{PRESCRIBED, implements_specification};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// RSA encryption with the padding of PKCS #1 v1.5 can be undone by somebody who sees how the receiver reacts to
    /// changed messages, and RSA without padding shows equal messages. Use OAEP: `padding.OAEP(...)`, or
    /// `PKCS1_OAEP.new(key)`. For signatures this padding is not reported.
    ///
    /// Only `audit` reports it in the implementation of a protocol whose specification prescribes it, such as Kerberos, NTLM or
    /// SNMP, which the name of the function, the class, the file or its folder says.
    ///
    /// ```python
    /// from cryptography.hazmat.primitives.asymmetric import padding
    /// from Crypto.Cipher import PKCS1_OAEP, PKCS1_v1_5
    /// from Crypto.PublicKey import RSA
    /// from Crypto.Signature import PKCS1_v1_5 as Signature
    /// public_key.encrypt(message, padding.PKCS1v15())        # P308
    /// pad = padding.PKCS1v15()
    /// private_key.decrypt(message, pad)                      # P308
    /// PKCS1_v1_5.new(key).encrypt(message)                   # P308
    /// RSA.import_key(pem).encrypt(message, 32)               # P308
    /// key.sign(message, padding.PKCS1v15(), algorithm)
    /// public_key.encrypt(message, padding.OAEP(mgf, algorithm, None))
    /// PKCS1_OAEP.new(key).encrypt(message)
    /// Signature.new(key).sign(hashed)
    /// box.encrypt(message, nonce)
    /// ```
    P308 weak_rsa_padding: severity Medium, confidence High, cwe 780, origin Posse;
    "RSA encryption with this padding can be undone. Use OAEP.";
    on CallTo(&["new"], old_cipher),
        CallTo(&["encrypt", "decrypt", "public_encrypt", "private_decrypt"], weak_rsa_padding);
    no fix "the other side must use the same padding"
}

fn old_cipher<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    cx.names(&call.node.func, &["Crypto.Cipher.PKCS1_v1_5.new"]).then(|| found(cx))
}

fn weak_rsa_padding<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let padding = cx.given(call.node, Some(1), "padding").value()?;
    let padding = cx.path(padding);
    let is_old = padding.is_some_and(|padding| {
        padding.is("cryptography.hazmat.primitives.asymmetric.padding.PKCS1v15()")
            || padding.is_one_of(&["M2Crypto.RSA.pkcs1_padding", "M2Crypto.RSA.no_padding"])
    });
    let is_bare = || {
        let path = cx.path(&call.node.func);
        path.is_some_and(|path| path.as_str().starts_with("Crypto.PublicKey.RSA.") || path.is_one_of(&["rsa.encrypt", "rsa.decrypt"]))
    };
    (is_old || is_bare()).then(|| found(cx))
}

fn found(cx: &Context) -> Issue {
    Issue::new().hidden_if(implements_specification(cx), PRESCRIBED)
}
