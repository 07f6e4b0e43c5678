use memchr::memmem::Finder;

use super::strings::strings;
use crate::lazy::Lazy;
use crate::context::Context;
use crate::report::Severity;
use crate::rule::{Issue, Place, StringTest, rule};

rule! {
    /// A private key is in the code. Everyone who can read the source or its history can sign and decrypt as its owner.
    /// Replace the key, because the old one stays in the history, and load the new one from a file outside the
    /// repository or from a secret store.
    ///
    /// Severity is MEDIUM if the key is encrypted with a passphrase. A header without a key is not reported.
    ///
    /// ```python
    /// KEY = ("-----BEGIN RSA " "PRIVATE KEY-----\n"                              # P602
    ///     "q7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8m\n"
    ///     "C5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9\n"
    ///     "-----END RSA " "PRIVATE KEY-----\n")
    /// keys = {"ssh": b"-----BEGIN OPENSSH " b"PRIVATE KEY-----\n" b"q7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4X"}    # P602
    /// LOCKED = "-----BEGIN ENCRYPTED " "PRIVATE KEY-----\nq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4X"    # P602 MEDIUM HIGH
    /// HEADER = "-----BEGIN PRIVATE KEY-----"
    /// CERTIFICATE = "-----BEGIN CERTIFICATE-----\nq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4X"
    /// def is_key(text): return "BEGIN RSA PRIVATE KEY" in text
    /// ```
    P602 private_key: severity High, confidence High, cwe 321, origin Posse;
    "A private key is in the code.";
    on FileWith(MAY_BE_KEY, private_key);
    no fix "the secret must be revoked and kept elsewhere, which only you can do"
}

/// The end of the header of a private key, in all its forms.
const HEADER: &str = "PRIVATE KEY-----";
/// How many characters of base64 make a key.
const LONG: usize = 100;

static HEADER_FINDER: Lazy<Finder> = Lazy::new(|| Finder::new(HEADER));

const MAY_BE_KEY: StringTest =
    StringTest { shortest: LONG, passes: |string| HEADER_FINDER.find(string).is_some() };

fn private_key(cx: &Context) -> Vec<Issue> {
    if HEADER_FINDER.find(cx.document.text().as_bytes()).is_none() {
        return Vec::new();
    }
    let mut issues = Vec::new();
    for string in strings(cx) {
        let Some((before, after)) = string.value.split_once(HEADER) else { continue };
        let Some((_, kind)) = before.rsplit_once("-----BEGIN ") else { continue };
        let body = after.split("-----").next().unwrap_or_default();
        // A value may be text that somebody escaped twice.
        let key = body.replace("\\n", "\n");
        let length: usize = key.lines().map(str::trim).filter(|line| is_base64(line)).map(str::len).sum();
        if length < LONG {
            continue;
        }
        let encrypted = kind.contains("ENCRYPTED") || body.contains("ENCRYPTED");
        let issue = Issue::new().at(Place::Range(string.range)).secret(string.place(cx, body));
        issues.push(if encrypted { issue.severity(Severity::Medium) } else { issue });
    }
    issues
}

fn is_base64(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}
