use ruff_text_size::TextRange;

use super::strings::{Piece, strings};
use super::tokens::{MAY_BE_TOKEN, Proof, Token, may_have_tokens, tokens};
use crate::context::Context;
use crate::report::Severity;
use crate::rule::{Issue, Place, rule};
use crate::value::secret::entropy;

rule! {
    /// A token of GitHub, npm, PyPI, AWS, Stripe, OpenAI, Slack or another provider is in the code. Everyone who can
    /// read the source, its history or a package made from it can use the account. Replace the token at the provider
    /// first: taking it out of the code does not take it out of the history. Read the new one from the environment or
    /// a secret store.
    ///
    /// The rule knows the tokens by their formats. Confidence is HIGH where a checksum or the structure proves that a
    /// text is a token. Reports show how it begins and how long it is. Docstrings and examples are left out.
    ///
    /// ```python
    /// import os, re
    /// GITHUB = ("ghp_" "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17")           # P601 HIGH HIGH
    /// STRIPE = ("sk_live_" "q7Rk2Zt9Lw4XnB8mC5vJh3Pd")                   # P601 HIGH MEDIUM
    /// TESTS = ("sk_test_" "q7Rk2Zt9Lw4XnB8mC5vJh3Pd")                    # P601 LOW MEDIUM
    /// WRONG = ("ghp_" "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18")            # P601 HIGH LOW
    /// keys = {"slack": b"xoxb-" b"2837465019-5647382910-q7Rk2Zt9Lw4XnB8mC5vJh3Pd"}    # P601 HIGH HIGH
    /// headers = f"Bearer {'sk-ant-' 'api03-q7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4XnB8mC5vJh3Pdq7Rk2Zt9Lw4X'}"    # P601 HIGH HIGH
    /// ID = ("AKIA" "Q7RK2ZT5LW4XNB3M")                                   # P601 HIGH MEDIUM
    /// EXAMPLE = "AKIAIOSFODNN7EXAMPLE"
    /// joined = "ghp_" + os.environ["TOKEN"]
    /// masked = "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx"
    /// pattern = re.compile(r"ghp_[A-Za-z0-9]{36}")
    /// ```
    ///
    /// The identifier of an AWS key alone opens nothing. Beside the secret part, confidence is HIGH.
    ///
    /// ```python
    /// ID = ("AKIA" "Q7RK2ZT5LW4XNB3M")                                   # P601 HIGH HIGH
    /// SECRET = ("q7Rk2Zt9Lw4XnB8m/5vJh3Pd6s1G" "yE0aU+fT4iNo")
    /// ```
    P601 provider_token: severity High, confidence High, cwe 798, origin Posse, replaces ["B105", "B106", "B107", "P605"];
    "A token of a provider is in the code.";
    on FileWith(MAY_BE_TOKEN, provider_token);
    no fix "the secret must be revoked and kept elsewhere, which only you can do"
}

fn provider_token(cx: &Context) -> Vec<Issue> {
    let file = cx.document.text();
    if !may_have_tokens(file) {
        return Vec::new();
    }
    let strings = strings(cx);
    let mut issues = Vec::new();
    for string in &strings {
        for token in tokens(&string.value, file) {
            issues.push(issue(cx, &strings, string, &token));
        }
    }
    issues
}

fn issue<'a>(cx: &Context<'a>, strings: &[Piece<'a>], string: &Piece<'a>, token: &Token) -> Issue {
    let place = string.place(cx, token.text);
    let message = format!("{} in the code: {}.", token.format.name, cx.shown(token.text));
    let issue = Issue::new().made_message(message).at(Place::Range(string.range)).secret(place);
    match token.proof {
        Proof::Structure => issue,
        Proof::Shape if token.format.name == "AWS access key" && has_aws_secret(cx, strings, place) => issue,
        Proof::Shape | Proof::None => issue.confidence(Severity::Medium),
        Proof::WrongChecksum => issue.confidence(Severity::Low).hidden("the checksum is not that of a token"),
        Proof::TestMode => {
            issue.severity(Severity::Low).confidence(Severity::Medium).hidden("the key is for tests only")
        }
    }
}

/// Whether a string near the key is the secret that belongs to it.
fn has_aws_secret<'a>(cx: &Context<'a>, strings: &[Piece<'a>], key: TextRange) -> bool {
    const NEAR: u32 = 5;
    let line = cx.line(key.start());
    strings.iter().any(|string| {
        let text = &*string.value;
        text.len() == 40
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b'='))
            && entropy(text) > 4.0
            && cx.line(string.range.start()).abs_diff(line) <= NEAR
    })
}
