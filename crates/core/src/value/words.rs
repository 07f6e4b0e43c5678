//! What the words of a name say about the value that it names.

/// Splits a name into lowercase words, at underscores and other separators and where camel case begins a word:
/// `dbPassword` and `DB_PASSWORD` are both `db`, `password`.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    if name.is_ascii() { ascii_words(name) } else { unicode_words(name) }
}

/// The same for a name in ASCII, as nearly all are.
fn ascii_words(name: &str) -> Vec<String> {
    written_words(name).map(str::to_ascii_lowercase).collect()
}

/// The words of a name in ASCII as they are written.
fn written_words(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let begins = move |at: usize| {
        let before = bytes[at - 1];
        bytes[at].is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
    };
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next + bytes[next..].iter().position(u8::is_ascii_alphanumeric)?;
        let ends = |at: &usize| !bytes[*at].is_ascii_alphanumeric() || begins(*at);
        next = (start + 1..bytes.len()).find(ends).unwrap_or(bytes.len());
        Some(&name[start..next])
    })
}

/// Whether a name may have one of these words. This makes no words, and is right for names in ASCII.
#[must_use]
pub fn may_have_word(name: &str, wanted: &[&str]) -> bool {
    let is_wanted = |word: &str| wanted.iter().any(|each| word.eq_ignore_ascii_case(each));
    !name.is_ascii() || written_words(name).any(is_wanted)
}

fn unicode_words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &char) in chars.iter().enumerate() {
        if !char.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let next = chars.get(at + 1);
        let starts = char.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || before.is_numeric() || next.is_some_and(|next| next.is_lowercase())
            });
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(char.to_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Whether the last word of a name may end in one of these texts in lowercase. Digits and separators after it do not count.
/// This splits nothing, and is right for most names.
#[must_use]
pub fn may_end_in(name: &str, ends: &[&str]) -> bool {
    let bytes = name.as_bytes();
    // What is not ASCII may be a letter, and hide an end.
    let letter = bytes.iter().rposition(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let letters = letter.map_or(&[][..], |at| &bytes[..=at]);
    let Some(last) = letters.last() else { return false };
    // Most names have another last letter than all of the ends.
    let is_end = |end: &&str| {
        end.as_bytes().last().is_some_and(|letter| letter.eq_ignore_ascii_case(last))
            && letters.len().checked_sub(end.len()).is_some_and(|at| {
                let found = &letters[at..];
                found.eq_ignore_ascii_case(end.as_bytes()) || !found.is_ascii()
            })
    };
    !last.is_ascii() || ends.iter().any(is_end)
}

/// Words that name something that must not be guessed or read.
const SECURITY: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "secrets",
    "token",
    "tokens",
    "otp",
    "totp",
    "csrf",
    "nonce",
    "salt",
    "session",
    "auth",
    "apikey",
    "credential",
    "credentials",
    "challenge",
    "pin",
    "captcha",
    "verify",
    "verification",
    "crypt",
    "encrypt",
    "cookie",
    "signature",
    "remember",
    "login",
    "reset",
    "activation",
    "iv",
    "sid",
    "jwt",
    "invite",
    "invitation",
    "confirmation",
    "recovery",
    "voucher",
    "coupon",
];

/// Pairs of words that do.
const SECURITY_PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("access", "key"),
    ("secret", "key"),
    ("private", "key"),
    ("signing", "key"),
    ("encryption", "key"),
    ("aes", "key"),
    ("session", "key"),
    ("session", "id"),
    ("auth", "key"),
    ("license", "key"),
];

/// Words beside which a security word means something else: `num_tokens`, `token_type`, `session_count`.
const BESIDE: &[&str] = &[
    "author",
    "authors",
    "tokenize",
    "tokenizer",
    "num",
    "max",
    "min",
    "total",
    "count",
    "counts",
    "type",
    "types",
    "input",
    "output",
    "special",
    "pad",
    "bos",
    "eos",
    "unk",
    "mask",
    "vocab",
    "vocabulary",
    "embedding",
    "embeddings",
    "sort",
    "primary",
    "foreign",
    "cache",
    "dict",
    "keyword",
    "keypoint",
    "keyframe",
    "complexity",
    "length",
    "len",
    "size",
    "index",
    "idx",
    "position",
    "positions",
    "ids",
    "list",
    "seq",
    "sequence",
    "sentence",
    "word",
    "text",
    "string",
    "next",
    "prev",
    "previous",
    "current",
    "random",
    "batch",
    "timeout",
    "ttl",
    "expiry",
    "expires",
    "url",
    "uri",
    "path",
    "file",
    "filename",
    "dir",
    "header",
    "name",
    "names",
    "label",
    "field",
    "probability",
    "prob",
    "probs",
    "logits",
    "freq",
    "frequency",
    "duration",
    "state",
    "span",
    "spans",
    "prompt",
    "completion",
];

/// Whether a name says that its value must not be guessed: `reset_token`, `apiKey`, but not `num_tokens`.
#[must_use]
pub fn is_security_name(name: &str) -> bool {
    let words = words(name);
    let says = words.iter().any(|word| SECURITY.contains(&word.as_str()))
        || words.windows(2).any(|pair| SECURITY_PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())));
    says && !words.iter().any(|word| BESIDE.contains(&word.as_str()))
}

/// Words for a password.
const PASSWORD: &[&str] = &["password", "passwords", "passwd", "pwd", "passphrase", "passcode", "userpassword"];

/// Words after which a name with a password word is not the password itself.
const ABOUT: &[&str] = &[
    "hash",
    "hashed",
    "hashes",
    "file",
    "filename",
    "path",
    "dir",
    "field",
    "form",
    "url",
    "uri",
    "prompt",
    "label",
    "length",
    "len",
    "policy",
    "rule",
    "rules",
    "validator",
    "validators",
    "type",
    "reset",
    "changed",
    "expiry",
    "timeout",
    "count",
    "hint",
    "name",
    "id",
    "salt",
    "encoded",
    "digest",
    "widget",
    "serializer",
    "manager",
    "store",
    "error",
    "message",
    "msg",
    "required",
    "strength",
    "key",
    "regex",
    "pattern",
    "cmd",
    "command",
    "env",
    "var",
];

/// Whether a name says that its value is a password, in clear text: not `password_hash`.
#[must_use]
pub fn is_password_name(name: &str) -> bool {
    // All of the words have a `p` and an `s` or a `w`, which most names have not.
    let has = |letter: u8| memchr::memchr2(letter, letter.to_ascii_uppercase(), name.as_bytes()).is_some();
    if name.is_ascii() && !(has(b'p') && (has(b's') || has(b'w'))) {
        return false;
    }
    let words = words(name);
    let at = words.iter().rposition(|word| PASSWORD.contains(&word.as_str()));
    let prefixed =
        words.first().is_some_and(|word| matches!(word.as_str(), "hashed" | "encrypted" | "is" | "has" | "no"));
    at.is_some_and(|at| !prefixed && !words[at + 1..].iter().any(|word| ABOUT.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_separators_and_camel_case() {
        assert_eq!(words("dbPassword"), ["db", "password"]);
        assert_eq!(words("DB_PASSWORD2"), ["db", "password2"]);
        assert_eq!(words("HTTPServerKey"), ["http", "server", "key"]);
        assert_eq!(words("__x-api-key"), ["x", "api", "key"]);
        assert!(words("_").is_empty());
    }

    #[test]
    fn a_name_has_the_same_words_whether_it_is_in_ascii_or_not() {
        let names = [
            "dbPassword",
            "DB_PASSWORD2",
            "HTTPServerKey",
            "__x-api-key",
            "_",
            "",
            "aB",
            "AB",
            "A1B2cD",
            "x9Y_Z",
            "éA",
        ];
        for name in names {
            assert_eq!(words(name), unicode_words(name), "{name}");
            assert_eq!(words(&format!("{name}_é"))[..words(name).len()], words(name)[..], "{name}");
        }
    }

    #[test]
    fn the_end_of_a_name_is_found_without_its_words() {
        for name in ["api_key", "apiKey", "API_KEY_2_", "monkey", "k\u{e9}", "to\u{212a}en", "\u{e9}_key"] {
            assert!(may_end_in(name, &["key", "token"]), "{name}");
        }
        for name in ["", "_1", "ey", "keys", "token_id"] {
            assert!(!may_end_in(name, &["key", "token"]), "{name}");
        }
    }

    #[test]
    fn a_word_of_a_name_is_found_without_its_words() {
        for name in ["api_key", "apiKey", "API_KEY_2_", "keyOf", "k\u{e9}"] {
            assert!(may_have_word(name, &["key", "token"]), "{name}");
        }
        for name in ["", "_1", "monkey", "keys", "key2"] {
            assert!(!may_have_word(name, &["key", "token"]), "{name}");
        }
    }

    #[test]
    fn security_names_are_told_from_names_that_only_look_like_them() {
        for name in ["token", "resetToken", "API_KEY", "session_id", "otp", "csrf_token", "user_password"] {
            assert!(is_security_name(name), "{name}");
        }
        for name in ["num_tokens", "token_type", "max_token", "author", "sort_key", "delay", "keyword", "tokenizer"] {
            assert!(!is_security_name(name), "{name}");
        }
    }

    #[test]
    fn a_password_is_told_from_what_is_about_it() {
        for name in ["password", "userPassword", "PASSWD", "old_password", "pwd", "password1"] {
            assert_eq!(is_password_name(name), name != "password1", "{name}");
        }
        for name in ["password_hash", "password_file", "hashed_password", "is_password", "password_field", "token"] {
            assert!(!is_password_name(name), "{name}");
        }
    }
}
