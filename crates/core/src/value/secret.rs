//! Whether a text that stands under the name of a secret is one.

use super::words::{may_end_in, words};

/// Why a text is no secret, as the profile `recommended` tells it.
pub type Reason = &'static str;

const PLACEHOLDERS: &[&str] = &[
    "your",
    "changeme",
    "change_me",
    "change-me",
    "example",
    "dummy",
    "fake",
    "sample",
    "test",
    "xxx",
    "...",
    "todo",
    "redacted",
    "replace",
    "placeholder",
    "insert",
    "****",
];

/// Words that are placeholders only as a whole word: `none`, `enter-password`.
const PLACEHOLDER_WORDS: &[&str] = &["none", "null", "default", "enter", "foo", "bar", "unused", "undefined"];

/// Whether a text stands for a secret that somebody has to fill in: `<token>`, `${TOKEN}`, `your-key-here`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marked = (text.starts_with('<') && text.ends_with('>'))
        || text.contains("{{")
        || text.contains("${")
        || text.contains("%s")
        || text.contains("%(");
    marked
        || lower.starts_with("my_")
        || lower.starts_with("my-")
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
        || words(text).iter().any(|word| PLACEHOLDER_WORDS.contains(&word.as_str()))
        || (text.chars().count() > 2 && text.chars().all(|char| text.starts_with(char)))
}

/// Last words after which a name with a word such as `password` is not the secret itself.
const ENDS: &[&str] = &[
    "type",
    "types",
    "id",
    "ids",
    "name",
    "names",
    "path",
    "file",
    "filename",
    "dir",
    "url",
    "uri",
    "arn",
    "index",
    "count",
    "source",
    "pattern",
    "regex",
    "field",
    "fields",
    "header",
    "headers",
    "env",
    "var",
    "param",
    "params",
    "parameter",
    "ttl",
    "class",
    "format",
    "prefix",
    "suffix",
    "label",
    "hint",
    "text",
    "policy",
    "kind",
    "mode",
    "method",
    "scope",
    "status",
    "state",
    "error",
    "message",
    "msg",
    "title",
    "description",
    "desc",
    "help",
    "prompt",
    "placeholder",
    "template",
    "endpoint",
    "location",
    "provider",
    "backend",
    "attribute",
    "attr",
    "column",
    "length",
    "len",
    "size",
    "expiry",
    "expires",
    "timeout",
    "separator",
    "sep",
    "delimiter",
    "alias",
    "command",
    "cmd",
    "option",
    "action",
    "event",
    "view",
    "form",
    "widget",
    "page",
    "selector",
    "xpath",
    "css",
    "input",
    "key_name",
    "keyname",
    "version",
    "algorithm",
    "alg",
    "encoding",
    "charset",
    "audience",
    "issuer",
    "usage",
    "config",
    "rule",
    "topic",
    "table",
    "ref",
    "reference",
    "re",
    "question",
    "validator",
    "validators",
    "function",
    "func",
];

/// Whether a name says that its value is something about a secret: `token_type`, `pass_through`, `PASSWORD_FIELD`.
#[must_use]
pub fn is_about_a_secret(name: &str) -> bool {
    let words = words(name);
    let ends = words.len() > 1 && words.last().is_some_and(|last| ENDS.contains(&last.as_str()));
    let begins = match words.first().map(String::as_str) {
        Some("pass") => words.len() > 1,
        Some("token" | "tokens") => matches!(words.get(1).map(String::as_str), Some("count" | "counts" | "limit")),
        Some(
            "dummy" | "fake" | "example" | "sample" | "placeholder" | "no" | "is" | "has" | "use" | "with" | "without"
            | "forgot" | "forgotten" | "reset" | "change",
        ) => true,
        _ => false,
    };
    // `next_page_token` says where a list goes on.
    let pages = words.iter().any(|word| matches!(word.as_str(), "page" | "continuation" | "cursor" | "next"));
    ends || begins || pages
}

/// Whether a key is one that a service hands to everybody who runs the program, so that it may send events or show
/// something: a publishable key, the key of a project of analytics.
fn is_for_clients(name: &str, text: &str) -> bool {
    const SERVICES: &[&str] = &["posthog", "mixpanel", "amplitude", "rudderstack", "public", "publishable"];
    const PREFIXES: &[&str] = &["phc_", "pk_live_", "pk_test_", "pk.eyJ"];
    let words = words(name);
    let is_key = words.last().is_some_and(|last| matches!(last.as_str(), "key" | "token"));
    let says = words.iter().any(|word| SERVICES.contains(&word.as_str())) && !words.iter().any(|word| word == "secret");
    PREFIXES.iter().any(|prefix| text.starts_with(prefix)) || is_key && says
}

/// Whether a text is a word of a program: `access_token`, `auth.backends.Token`, `refreshToken`, `PASSWORD`.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let word = |part: &str| letters(part.trim_end_matches(|char: char| char.is_ascii_digit()));
    let parts: Vec<&str> = text.split(['_', '.', ':', '-']).collect();
    if parts.len() > 1 {
        let trimmed = text.trim_matches(['_', '.', ':', '-']);
        let inner: Vec<&str> = trimmed.split(['_', '.', ':', '-']).filter(|part| !part.is_empty()).collect();
        return inner.len() <= 10 && inner.iter().all(|part| word(part));
    }
    // `V1SecretVolumeSource`: a type of one version of an interface.
    let type_name = text.trim_start_matches(['v', 'V']).trim_start_matches(|char: char| char.is_ascii_digit());
    let is_version = text.starts_with(['v', 'V']) && type_name.len() < text.len() - 1 && letters(type_name);
    if is_version && type_name.starts_with(char::is_uppercase) {
        return true;
    }
    if !letters(text) {
        return false;
    }
    let all = |test: fn(char) -> bool| text.chars().all(test);
    let parts = words(text);
    all(char::is_uppercase)
        || all(char::is_lowercase)
        || (parts.len() > 1 && parts.iter().all(|part| part.chars().count() > 2))
}

/// Whether a text is the name of a variable of the environment that holds a secret: `V3IO_ACCESS_KEY`.
fn is_variable(text: &str) -> bool {
    let is_part = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    let says = |part: &str| {
        matches!(part, "KEY" | "TOKEN" | "SECRET" | "PASSWORD" | "PASSWD" | "PASS" | "PWD" | "CREDENTIALS")
    };
    text.chars().all(is_part) && text.rsplit_once('_').is_some_and(|(_, last)| says(last))
}

/// Whether a text is a name between signs: `###STOP-HERE###`, `**done**`.
fn is_marker(text: &str) -> bool {
    let inner = text.trim_matches(['#', '*', '=', '~', '!', '+']);
    let signs = text.len() - inner.len();
    signs >= 4 && inner.contains(['-', '_', ' ']) && is_identifier(inner)
}

/// Whether a text is the name in another notation, or has a long one in it: `adminPassword` of `admin_password`.
fn is_same_name(text: &str, name: &str) -> bool {
    const LONG: usize = 10;
    let plain = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (text, name) = (plain(text), plain(name));
    text == name || (name.len() >= LONG && text.contains(&name))
}

/// Returns the entropy of a text in bits for a character.
#[must_use]
pub fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

/// Returns how many of these classes of characters a text has: lower case, upper case, digits, others.
#[must_use]
pub fn classes(text: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(text.chars().any(test));
    has(char::is_lowercase) + has(char::is_uppercase) + has(char::is_numeric) + has(|char| !char.is_alphanumeric())
}

/// Whether a class describes a field, of which `api_key` is the name in some other program.
#[must_use]
pub fn describes_fields(class: &str) -> bool {
    const DESCRIBES: &[&str] = &["description", "descriptor", "field", "column", "schema", "definition", "mapping"];
    may_end_in(class, DESCRIBES) && words(class).last().is_some_and(|last| DESCRIBES.contains(&last.as_str()))
}

/// Returns why a text is surely not a secret that is used, but one to fill in, or another kind of text; `None` if it may
/// be one.
#[must_use]
pub fn why_other_text(text: &str) -> Option<Reason> {
    let number = text.parse::<f64>().is_ok();
    if text.chars().count() < 2 || number || matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "none") {
        return Some("the text is empty, one character or a number");
    }
    if is_placeholder(text) {
        return Some("the text is a placeholder");
    }
    if text.chars().any(char::is_control) {
        return Some("the text has control characters");
    }
    if text.chars().any(char::is_whitespace) {
        return Some("the text has spaces");
    }
    let is_path = text.starts_with(['/', '~'])
        || is_path_of_windows(text)
        || text.starts_with("./")
        || (text.contains('/') && !text.contains(|char: char| char.is_ascii_digit()));
    if text.contains("://") || is_path {
        return Some("the text is a path or an address");
    }
    if text.starts_with(['<', '[', '{', '|', '$', '%', '@', '_']) || (text.contains('{') && text.contains('}')) {
        return Some("the text is markup or a format");
    }
    if is_call(text) {
        return Some("the text is code");
    }
    (!text.contains(char::is_alphanumeric)).then_some("the text has no letter and no digit")
}

/// Whether a text is a call, as styles and programs have them: `blur(6px)`, `get_token()`.
fn is_call(text: &str) -> bool {
    let Some((name, _)) = text.strip_suffix(')').and_then(|rest| rest.split_once('(')) else { return false };
    name.len() > 2 && name.chars().all(|char| char.is_ascii_lowercase() || matches!(char, '_' | '-' | '.'))
}

/// Whether a text is a path on a drive of Windows, or on a share: `C:\\Temp`, `\\\\server\\share`.
fn is_path_of_windows(text: &str) -> bool {
    let drive = matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    drive || text.starts_with("\\\\")
}

/// Returns why a text under this name is no secret; `None` if it looks like one.
#[must_use]
pub fn why_no_secret(name: &str, text: &str) -> Option<Reason> {
    if let Some(reason) = why_other_text(text) {
        return Some(reason);
    }
    if is_identifier(text) || is_variable(text) || is_marker(text) || is_same_name(text, name) {
        return Some("the text is a name");
    }
    if is_about_a_secret(name) {
        return Some("the name says that this is something about a secret");
    }
    if is_for_clients(name, text) {
        return Some("the key is one that each client gets");
    }
    (!looks_random(text)).then_some("the text does not look like a secret")
}

fn looks_random(text: &str) -> bool {
    let length = text.chars().count();
    let mixed = text.contains(char::is_alphabetic) && text.contains(char::is_numeric);
    (length >= 8 && mixed) || (length >= 6 && classes(text) >= 3) || (length >= 20 && entropy(text) > 3.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_secrets_are_told_from_others() {
        for text in [
            "Winter2025",
            "myPa55word",
            "tR9kq2",
            "letmein77",
            "s3cr3t-of-mine",
            "hush-hush-77",
            "9fK2mQ71xLz0",
            "ADMIN_PASS_2024",
            "P@ssw0rd!",
            "##Winter2025##",
            "Winter(2025)",
            "w1(nter25)",
            "winter(25)!",
        ] {
            assert_eq!(why_no_secret("password", text), None, "{text}");
        }
        for (text, reason) in [
            ("", "the text is empty, one character or a number"),
            ("x", "the text is empty, one character or a number"),
            ("12345678", "the text is empty, one character or a number"),
            ("your-password-1", "the text is a placeholder"),
            ("<password1>", "the text is a placeholder"),
            ("my_pass_123", "the text is a placeholder"),
            ("xxxxxxxx1", "the text is a placeholder"),
            ("11aa %s", "the text is a placeholder"),
            ("correct horse 7", "the text has spaces"),
            ("https://a.org/7", "the text is a path or an address"),
            ("/run/secrets/db1", "the text is a path or an address"),
            ("projects/a/secrets/b", "the text is a path or an address"),
            ("blur(6px)", "the text is code"),
            ("vault.read(7)", "the text is code"),
            ("C:\\windows\\system32", "the text is a path or an address"),
            ("\\\\server\\share1", "the text is a path or an address"),
            ("\u{1b}[102;30mpass", "the text has control characters"),
            ("$ecret123", "the text is markup or a format"),
            ("token={0}", "the text is markup or a format"),
            ("-+-", "the text has no letter and no digit"),
            ("access_token", "the text is a name"),
            ("auth.backends.Token2", "the text is a name"),
            ("refreshToken", "the text is a name"),
            ("DB_PASSWORD", "the text is a name"),
            ("V3IO_ACCESS_KEY", "the text is a name"),
            ("bearer", "the text is a name"),
            ("Password", "the text is a name"),
            ("V1SecretVolumeSource", "the text is a name"),
            ("###RETRY-WITHOUT-OUTPUT###", "the text is a name"),
            ("hunte7", "the text does not look like a secret"),
        ] {
            assert_eq!(why_no_secret("password", text), Some(reason), "{text}");
        }
    }

    #[test]
    fn the_name_may_say_that_this_is_no_secret() {
        for name in ["token_type", "PASSWORD_FIELD", "secretName", "pass_through", "tokenCount", "password_reset_url"] {
            let about = Some("the name says that this is something about a secret");
            assert_eq!(why_no_secret(name, "Winter2025"), about, "{name}");
        }
        for name in ["password", "db_password", "apiToken", "SECRET", "secret_key", "pass"] {
            assert_eq!(why_no_secret(name, "Winter2025"), None, "{name}");
        }
    }

    #[test]
    fn keys_for_clients_are_no_secrets() {
        let key = "c97dd2acbf306ab7bf54aca0aeb7ffa1";
        let for_clients = Some("the key is one that each client gets");
        for name in ["AMPLITUDE_API_KEY", "mixpanel_project_token", "publishable_key"] {
            assert_eq!(why_no_secret(name, key), for_clients, "{name}");
        }
        assert_eq!(why_no_secret("api_key", "phc_99T7muzafUMMZX15H8XePbMSreEUz"), for_clients);
        for name in ["MIXPANEL_API_SECRET", "amplitude_secret_key", "posthog_password", "api_key"] {
            assert_eq!(why_no_secret(name, key), None, "{name}");
        }
    }

    #[test]
    fn a_text_may_be_its_own_name() {
        let same = Some("the text is a name");
        assert_eq!(why_no_secret("admin_password_2", "adminPassword2"), same);
        assert_eq!(why_no_secret("service_account_token", "V1ServiceAccountToken2Projection"), same);
        assert_eq!(why_no_secret("password", "myPassword1"), None);
    }

    #[test]
    fn entropy_is_measured_in_bits() {
        assert!(entropy("aaaa").abs() < 1e-9);
        assert!((entropy("abcd") - 2.0).abs() < 1e-9);
        assert!(entropy("").abs() < 1e-9);
    }
}
