use super::parameters::{Parameter, given, integer, is_absent};
use super::passwords::{PRESCRIBED, implements_specification};
use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// What slows down the search for a password, below which it is reported.
    weak_kdf_parameters as KdfOptions:
    /// The rounds of PBKDF2. A tenth of it is reported as HIGH
    pbkdf2_rounds: Number = 100_000.0, missing Default, null Default;
    /// The parameter `n` of scrypt
    scrypt_n: Number = 16384.0, missing Default, null Default;
    /// The rounds of bcrypt, as a power of two
    bcrypt_rounds: Number = 10.0, missing Default, null Default;
    /// The memory of argon2 in KiB, if it makes one pass only
    argon2_memory: Number = 19456.0, missing Default, null Default;
}

rule! {
    /// PBKDF2, scrypt, bcrypt and argon2 protect passwords because they take time and memory. With few rounds or little
    /// memory, somebody who gets hold of the hashes finds most of the passwords. Use 600,000 rounds of PBKDF2 with
    /// SHA-256, scrypt with `n=2**17`, bcrypt with 12 rounds, or argon2 with the defaults of its library.
    ///
    /// Set the numbers below which a call is reported with `weak_kdf_parameters`.
    ///
    /// Only `audit` reports it in the implementation of a protocol whose specification prescribes it, such as Kerberos, NTLM or
    /// SNMP, which the name of the function, the class, the file or its folder says.
    ///
    /// ```python
    /// import hashlib, bcrypt, argon2
    /// from Crypto.Protocol.KDF import PBKDF2
    /// from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
    /// from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    /// hashlib.pbkdf2_hmac("sha256", pw, salt, 1000)          # P302 HIGH
    /// hashlib.pbkdf2_hmac("sha256", pw, salt, iterations=50_000)    # P302 MEDIUM
    /// PBKDF2(pw, salt, 32)                                   # P302 HIGH
    /// PBKDF2HMAC(algorithm, 32, salt, 20_000)                # P302 MEDIUM
    /// bcrypt.gensalt(rounds=4)                               # P302 MEDIUM
    /// hashlib.scrypt(pw, salt=s, n=2**10, r=8, p=1)          # P302 MEDIUM
    /// Scrypt(salt, 32, 1024, 8, 1)                           # P302 MEDIUM
    /// argon2.PasswordHasher(time_cost=1, memory_cost=8)      # P302 MEDIUM
    /// hashlib.pbkdf2_hmac("sha256", pw, salt, 600_000)
    /// PBKDF2(pw, salt, 32, count=1_000_000)
    /// PBKDF2HMAC(algorithm, 32, salt, rounds)
    /// bcrypt.gensalt()
    /// bcrypt.gensalt(12)
    /// hashlib.scrypt(pw, salt=s, n=2**14, r=8, p=1)
    /// argon2.PasswordHasher(time_cost=1, memory_cost=65536)
    /// argon2.PasswordHasher()
    /// ```
    P302 weak_kdf_parameters: severity High, confidence High, cwe 916, origin Posse, options OPTIONS;
    "So few rounds, or so little memory, that passwords are quickly found by trying.";
    on CallTo(
        &["pbkdf2_hmac", "PBKDF2HMAC", "PBKDF2", "pbkdf2", "pbkdf2_bin", "pbkdf2_hex", "scrypt", "Scrypt", "gensalt", "bcrypt", "generate_password_hash", "PasswordHasher", "hash", "using"],
        weak_kdf_parameters
    );
    no fix "stored hashes of passwords would no longer match"
}

/// The rounds of PBKDF2.
const PBKDF2: &[Parameter] = &[
    ("hashlib.pbkdf2_hmac", Some(3), "iterations"),
    ("cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC", Some(3), "iterations"),
    CRYPTO,
    ("django.utils.crypto.pbkdf2", Some(2), "iterations"),
    ("backports.pbkdf2.pbkdf2_hmac", Some(3), "iterations"),
    ("pbkdf2.PBKDF2", Some(2), "iterations"),
    ("passlib.hash.pbkdf2_sha1.using", None, "rounds"),
    ("passlib.hash.pbkdf2_sha256.using", None, "rounds"),
    ("passlib.hash.pbkdf2_sha512.using", None, "rounds"),
    ("passlib.hash.pbkdf2_sha256.hash", None, "rounds"),
    ("passlib.hash.pbkdf2_sha512.hash", None, "rounds"),
];
/// Makes 1,000 rounds by default.
const CRYPTO: Parameter = ("Crypto.Protocol.KDF.PBKDF2", Some(3), "count");

const SCRYPT: &[Parameter] = &[
    ("hashlib.scrypt", None, "n"),
    ("cryptography.hazmat.primitives.kdf.scrypt.Scrypt", Some(2), "n"),
    ("Crypto.Protocol.KDF.scrypt", Some(3), "N"),
    ("scrypt.hash", Some(2), "N"),
    ("pyscrypt.hash", Some(2), "N"),
];

const BCRYPT: &[Parameter] = &[
    ("bcrypt.gensalt", Some(0), "rounds"),
    ("Crypto.Protocol.KDF.bcrypt", Some(1), "cost"),
    ("flask_bcrypt.generate_password_hash", Some(1), "rounds"),
    ("flask_bcrypt.Bcrypt().generate_password_hash", Some(1), "rounds"),
    ("passlib.hash.bcrypt.using", None, "rounds"),
    ("passlib.hash.bcrypt.hash", None, "rounds"),
];

const ARGON2_TIME: &[Parameter] = &[("argon2.PasswordHasher", Some(0), "time_cost"), ("passlib.hash.argon2.using", None, "time_cost")];
const ARGON2_MEMORY: &[Parameter] = &[("argon2.PasswordHasher", Some(1), "memory_cost"), ("passlib.hash.argon2.using", None, "memory_cost")];

fn weak_kdf_parameters<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let options = cx.options::<KdfOptions>();
    let value = |table| integer(cx, given(cx, call, table)?.1);
    let is_below = |value: i128, bound: Option<f64>| bound.is_some_and(|bound| f64::from(u32::try_from(value.max(0)).unwrap_or(u32::MAX)) < bound);
    let found = || Issue::new().hidden_if(implements_specification(cx), PRESCRIBED);
    let medium = || found().severity(Severity::Medium);
    let rounds = value(PBKDF2).or_else(|| {
        let is_default = cx.may_call(call.node, [CRYPTO.0]) && cx.names(&call.node.func, &[CRYPTO.0]) && is_absent(cx, call, &CRYPTO);
        is_default.then_some(1000)
    });
    if let Some(rounds) = rounds {
        if is_below(rounds, options.pbkdf2_rounds.map(|rounds| rounds / 10.0)) {
            return Some(found());
        }
        return is_below(rounds, options.pbkdf2_rounds).then(medium);
    }
    let is_weak = value(SCRYPT).is_some_and(|n| is_below(n, options.scrypt_n))
        || value(BCRYPT).is_some_and(|rounds| is_below(rounds, options.bcrypt_rounds))
        || (value(ARGON2_TIME) == Some(1) && value(ARGON2_MEMORY).is_some_and(|memory| is_below(memory, options.argon2_memory)));
    is_weak.then(medium)
}
