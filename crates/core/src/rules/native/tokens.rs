//! The formats of the tokens that providers give out, and what proves that a text is one.

use regex::Regex;

use crate::lazy::Lazy;
use crate::literals::Literals;
use crate::rule::StringTest;
use crate::value::secret::entropy;

/// A text in the format of a provider.
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) format: &'static Format,
    pub(super) proof: Proof,
}

/// How sure it is that a text is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// A checksum or the structure says so.
    Structure,
    /// It has the right beginning, length and variety.
    Shape,
    /// It has the right shape, but the checksum is another one.
    WrongChecksum,
    /// It is for tests only.
    TestMode,
    /// It is none.
    None,
}

/// A kind of token.
pub(super) struct Format {
    /// What it is, for the message.
    pub(super) name: &'static str,
    /// A regular expression for the whole token.
    pattern: &'static str,
    /// What every file with such a token has, as a regular expression for its text. The rest of the token may be in
    /// another literal, after a quote.
    gate: &'static str,
    proof: fn(&str) -> Proof,
    /// A word that the file must have, too.
    near: Option<&'static str>,
}

const fn format(name: &'static str, gate: &'static str, pattern: &'static str, proof: fn(&str) -> Proof) -> Format {
    Format { name, pattern, gate, proof, near: None }
}

static FORMATS: &[Format] = &[
    format("GitHub token", r#"gh[pousr]_[\w"']"#, r"gh[pousr]_[A-Za-z0-9]{36}", checksum),
    format("GitHub token", r#"github_pat_[\w"']"#, r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", structure),
    format("npm token", r#"npm_(?:\w{8}|["'])"#, r"npm_[A-Za-z0-9]{36}", checksum),
    format("PyPI token", "pypi-A", r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{50,}", structure),
    format("AWS access key", "A[KS]IA", r"A[KS]IA[A-Z2-7]{16}", shape),
    format("Stripe key", "[sr]k_live_", r"[sr]k_live_[A-Za-z0-9]{24,}", shape),
    format("Stripe key for tests", "[sr]k_test_", r"[sr]k_test_[A-Za-z0-9]{24,}", test_mode),
    format("OpenAI key", "sk-(?:proj|svcacct|admin)-", r"sk-(?:proj|svcacct|admin)-[\w-]{40,}", openai),
    format("OpenAI key", "T3BlbkFJ", r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}", structure),
    format("Anthropic key", "sk-ant-", r"sk-ant-(?:api03|admin01)-[\w-]{80,}", structure),
    format("Google API key", "AIza", r"AIza[\w-]{35}", shape),
    format("Slack token", "xox[abprs]-", r"xox[abprs]-[0-9]{8,}-[0-9]{8,}-[\w-]{16,}", structure),
    format(
        "Slack webhook",
        r"hooks\.slack\.com/services/T",
        r"hooks\.slack\.com/services/T\w{8,}/B\w{8,}/\w{20,}",
        structure,
    ),
    format("Hugging Face token", r#"hf_(?:[A-Za-z0-9]{16}|["'])"#, r"hf_[A-Za-z0-9]{34}", shape),
    format("GitLab token", "glpat-", r"glpat-[\w-]{20,}", shape),
    format("SendGrid key", r#"SG\.(?:[\w-]{22}|["'])"#, r"SG\.[\w-]{22}\.[\w-]{43}", structure),
    format("Telegram bot token", r":AA[\w-]{33}", r"[0-9]{8,10}:AA[\w-]{33}", structure),
    Format { name: "Twilio key", pattern: "SK[0-9a-f]{32}", gate: "wilio|WILIO", proof: shape, near: Some("twilio") },
    format("Databricks token", "dapi[0-9a-f]{8}", r"dapi[0-9a-f]{32}(?:-[0-9])?", shape),
    format("DigitalOcean token", "do[opr]_v1_", r"do[opr]_v1_[0-9a-f]{64}", structure),
    format("Groq key", "gsk_", r"gsk_[A-Za-z0-9]{52}", shape),
    format("xAI key", "xai-[A-Za-z0-9]{8}", r"xai-[A-Za-z0-9]{80}", shape),
    format("Replicate token", r"r8_[A-Za-z0-9]{8}", r"r8_[A-Za-z0-9]{37}", shape),
    format("Pinecone key", "pcsk_", r"pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,66}", structure),
    format("Mailgun key", "key-[0-9a-f]{32}", r"key-[0-9a-f]{32}", shape),
];

/// The length of the shortest token.
const SHORTEST: usize = 20;

/// Rules out most strings. A token is a long word that is not of small letters alone, and has one of the beginnings.
pub(super) const MAY_BE_TOKEN: StringTest =
    StringTest { shortest: SHORTEST, passes: |string| has_long_word(string) && LITERALS.find(string, 0).is_some() };

/// Whether a string has a word that is as long as a token, and is mixed as one.
fn has_long_word(string: &[u8]) -> bool {
    let is_part = |byte: &u8| PARTS[usize::from(*byte)];
    let mut from = 0;
    while let Some(window) = string.get(from..from + SHORTEST) {
        if let Some(gap) = window.iter().rposition(|byte| !is_part(byte)) {
            from += gap + 1;
            continue;
        }
        let end = from + SHORTEST;
        let end = string[end..].iter().position(|byte| !is_part(byte)).map_or(string.len(), |after| end + after);
        if is_mixed(&string[from..end]) {
            return true;
        }
        from = end;
    }
    false
}

/// The bytes that tokens are made of. Looking them up is faster than comparing them.
static PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        parts[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        byte += 1;
    }
    parts
};

/// Whether a text has a digit or a capital letter, as everything that is drawn at random has.
fn is_mixed(text: &[u8]) -> bool {
    text.iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

static GATE: Lazy<Option<Regex>> = Lazy::new(|| {
    let gates: Vec<&str> = FORMATS.iter().map(|format| format.gate).collect();
    ascii(&gates.join("|"))
});

static PATTERN: Lazy<Option<Regex>> = Lazy::new(|| {
    let patterns: Vec<String> = FORMATS.iter().map(|format| format!("({})", format.pattern)).collect();
    ascii(&patterns.join("|"))
});

/// A regular expression in which `\w` is ASCII.
fn ascii(pattern: &str) -> Option<Regex> {
    Regex::new(
        &pattern
            .replace(r"[\w-]", "[0-9A-Za-z_-]")
            .replace(r#"[\w"']"#, r#"[0-9A-Za-z_"']"#)
            .replace(r"\w", "[0-9A-Za-z_]"),
    )
    .ok()
}

/// What is searched for in every file. Plain literals are found much faster than regular expressions.
static LITERALS: Lazy<Literals> = Lazy::new(|| {
    const BEGINNINGS: &[&str] = &[
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "npm_",
        "pypi-A",
        "AKIA",
        "ASIA",
        "k_live_",
        "k_test_",
        "sk-proj-",
        "sk-svcacct-",
        "sk-admin-",
        "T3BlbkFJ",
        "sk-ant-",
        "AIza",
        "xoxa-",
        "xoxb-",
        "xoxp-",
        "xoxr-",
        "xoxs-",
        "hooks.slack.com/services/T",
        "hf_",
        "glpat-",
        "SG.",
        ":AA",
        "wilio",
        "WILIO",
        "dapi",
        "dop_v1_",
        "doo_v1_",
        "dor_v1_",
        "gsk_",
        "xai-",
        "r8_",
        "pcsk_",
        "key-",
    ];
    Literals::new(BEGINNINGS)
});

/// Whether the text of a file may have a token in one of its strings.
pub(super) fn may_have_tokens(text: &str) -> bool {
    let Some(gate) = GATE.as_ref() else { return false };
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = LITERALS.find(bytes, from) {
        let start = memchr::memrchr(b'\n', &bytes[..found.start]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &bytes[found.end..]).map_or(text.len(), |at| found.end + at);
        if gate.is_match(&text[start..end]) {
            return true;
        }
        from = end;
    }
    false
}

/// Returns the tokens in a string. `file` is the text of the file.
pub(super) fn tokens<'t>(string: &'t str, file: &str) -> Vec<Token<'t>> {
    let Some(pattern) = PATTERN.as_ref() else { return Vec::new() };
    pattern
        .captures_iter(string)
        .filter_map(|captures| {
            let (place, found) =
                captures.iter().skip(1).enumerate().find_map(|(place, group)| Some((place, group?)))?;
            let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_';
            let alone = !string[..found.start()].ends_with(is_part) && !string[found.end()..].starts_with(is_part);
            let format = FORMATS.get(place)?;
            let is_near = |word: &str| file.to_ascii_lowercase().contains(word);
            let drawn = is_mixed(found.as_str().as_bytes()) && !is_example(found.as_str());
            if !alone || !drawn || !format.near.is_none_or(is_near) {
                return None;
            }
            let proof = (format.proof)(found.as_str());
            (proof != Proof::None).then_some(Token { text: found.as_str(), format, proof })
        })
        .collect()
}

/// Whether a token is surely made up: words of examples, or the same character four times in a row.
fn is_example(token: &str) -> bool {
    const WORDS: &[&str] = &[
        "example",
        "xxxx",
        "1234567890",
        "0123456789",
        "abcdef",
        "your",
        "fake",
        "dummy",
        "redacted",
        "placeholder",
        "secret",
        "_here",
    ];
    let lower = token.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
        || token.as_bytes().windows(4).any(|four| four.iter().all(|byte| *byte == four[0]))
}

/// The part after the prefix.
fn body(token: &str) -> &str {
    token.rsplit(['_', '-']).next().unwrap_or(token)
}

fn structure(_: &str) -> Proof {
    Proof::Structure
}

fn shape(token: &str) -> Proof {
    if entropy(token) > 3.0 { Proof::Shape } else { Proof::None }
}

fn test_mode(token: &str) -> Proof {
    if entropy(token) > 3.0 { Proof::TestMode } else { Proof::None }
}

fn openai(token: &str) -> Proof {
    if token.contains("T3BlbkFJ") { Proof::Structure } else { shape(token) }
}

/// The last six characters are the CRC-32 of the 30 before, in base 62:
/// <https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/>.
fn checksum(token: &str) -> Proof {
    let body = body(token);
    let Some((random, sum)) = body.split_at_checked(30) else { return Proof::None };
    if sum == base_62(crc_32(random.as_bytes())) { Proof::Structure } else { Proof::WrongChecksum }
}

fn crc_32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

fn base_62(mut number: u32) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    digits.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::Proof::{Shape, Structure, TestMode};
    use super::*;

    /// The token of the `GitGuardian` documentation, which holds GitHub's checksum and was never valid, in two parts.
    const DOCUMENTED: (&str, &str) = ("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17");

    fn proofs(string: &str) -> Vec<Proof> {
        tokens(string, "").iter().map(|token| token.proof).collect()
    }

    #[test]
    fn the_checksum_is_that_of_a_published_token() {
        assert_eq!(crc_32(b"123456789"), 0xCBF4_3926);
        let (random, sum) = DOCUMENTED;
        assert_eq!(base_62(crc_32(random.as_bytes())), sum);
        assert_eq!(proofs(&format!("token ghp_{random}{sum}")), [Proof::Structure]);
        assert_eq!(proofs(&format!("npm_{random}{sum}")), [Proof::Structure]);
        assert_eq!(proofs(&format!("ghp_{random}0mLq18")), [Proof::WrongChecksum]);
        assert_eq!(proofs(&format!("ghp_{random}{sum}A")), []);
        assert_eq!(proofs(&format!("aghp_{random}{sum}")), []);
    }

    #[test]
    fn each_format_finds_a_token_of_its_own() {
        let mixed = |length: usize| "q7Rk2Zt9Lw4XnB8mC5vJh3".chars().cycle().take(length).collect::<String>();
        let hex = |length: usize| "9c1e47a0b3d85f26".chars().cycle().take(length).collect::<String>();
        let letters = |length: usize| "qRkZtLwXnBmCvJhPsDgYe".chars().cycle().take(length).collect::<String>();
        let base_32 = |length: usize| "Q7RK2ZT5LW4XNB3MC6".chars().cycle().take(length).collect::<String>();
        let found = |text: String| {
            assert!(may_have_tokens(&text), "{text}");
            assert!(text.len() >= MAY_BE_TOKEN.shortest && (MAY_BE_TOKEN.passes)(text.as_bytes()), "{text}");
            let found: Vec<_> = tokens(&text, "twilio").iter().map(|token| (token.format.name, token.proof)).collect();
            assert_eq!(found.len(), 1, "{text}");
            found[0]
        };
        assert_eq!(found(format!("github_pat_{}_{}", mixed(22), mixed(59))), ("GitHub token", Structure));
        assert_eq!(found(format!("pypi-AgEIcHlwaS5vcmc{}", mixed(60))), ("PyPI token", Structure));
        assert_eq!(found(format!("AKIA{}", base_32(16))), ("AWS access key", Shape));
        assert_eq!(found(format!("sk_live_{}", mixed(24))), ("Stripe key", Shape));
        assert_eq!(found(format!("sk_test_{}", mixed(24))), ("Stripe key for tests", TestMode));
        assert_eq!(found(format!("sk-proj-{}", mixed(48))), ("OpenAI key", Shape));
        assert_eq!(found(format!("sk-{}T3BlbkFJ{}", mixed(20), mixed(20))), ("OpenAI key", Structure));
        assert_eq!(found(format!("sk-ant-api03-{}", mixed(95))), ("Anthropic key", Structure));
        assert_eq!(found(format!("AIza{}", mixed(35))), ("Google API key", Shape));
        assert_eq!(found(format!("xoxb-2837465019-5647382910-{}", mixed(24))), ("Slack token", Structure));
        let hook = format!("https://hooks.slack.com/services/T{}/B{}/{}", base_32(9), base_32(9), mixed(24));
        assert_eq!(found(hook), ("Slack webhook", Structure));
        assert_eq!(found(format!("hf_{}", letters(34))), ("Hugging Face token", Shape));
        assert_eq!(found(format!("glpat-{}", mixed(20))), ("GitLab token", Shape));
        assert_eq!(found(format!("SG.{}.{}", mixed(22), mixed(43))), ("SendGrid key", Structure));
        assert_eq!(found(format!("918273645:AA{}", mixed(33))), ("Telegram bot token", Structure));
        assert_eq!(found(format!("twilio SK{}", hex(32))), ("Twilio key", Shape));
        assert_eq!(found(format!("dapi{}", hex(32))), ("Databricks token", Shape));
        assert_eq!(found(format!("dop_v1_{}", hex(64))), ("DigitalOcean token", Structure));
        assert_eq!(found(format!("gsk_{}", mixed(52))), ("Groq key", Shape));
        assert_eq!(found(format!("xai-{}", mixed(80))), ("xAI key", Shape));
        assert_eq!(found(format!("r8_{}", mixed(37))), ("Replicate token", Shape));
        assert_eq!(found(format!("pcsk_{}_{}", mixed(6), mixed(63))), ("Pinecone key", Structure));
        assert_eq!(found(format!("key-{}", hex(32))), ("Mailgun key", Shape));
        assert!(tokens(&format!("SK{}", hex(32)), "").is_empty(), "only near the word twilio");
    }

    #[test]
    fn what_is_made_up_is_no_token() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE".to_string(),
            format!("sk_live_{}", "x".repeat(24)),
            format!("ghp_{}", "A1b2".repeat(9).replace('b', "AAAA")),
            format!("AIza{}", "1234567890".repeat(4)),
            "ghp_[A-Za-z0-9]{36}".to_string(),
            "sk_live_aabbaabbaabbaabbaabbaabb".to_string(),
            "sk_live_qrkztlwxnbmcvjhpsdgyefua".to_string(),
        ] {
            assert!(tokens(&text, "").is_empty(), "{text}");
        }
    }
}
