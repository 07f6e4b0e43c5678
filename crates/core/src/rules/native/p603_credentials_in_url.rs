use memchr::{memchr, memmem};

use crate::context::Context;
use crate::node::Text;
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::value::secret::{is_identifier, is_placeholder};

rule! {
    /// An address with a user and a password is in the code. Everyone who can read the source can log in, and addresses
    /// are often logged. Read the password from the environment or a secret store, and put the address together when
    /// the program starts.
    ///
    /// Severity is LOW for a server on the same machine. Passwords of examples, such as `user:password`, are left out.
    ///
    /// ```python
    /// DATABASE = "postgresql://app:Winter2025@db/x"                # P603
    /// broker = connect("amqps://svc:tR9kq2@mq")                    # P603
    /// REDIS = "redis://:p4ssw0rd99@cache"                          # P603
    /// url = f"mysql://app:Winter2025@{host}/db"                    # P603
    /// LOCAL = "postgresql://app:Winter2025@localhost:5432/x"       # P603 LOW MEDIUM
    /// url = f"postgresql://{user}:{password}@db"
    /// url = "mysql://user:password@host/db"
    /// url = "amqp://guest:guest@mq"
    /// url = "postgresql://app:%s@db" % password
    /// url = "https://docs.example.org/a:b@c"
    /// url = "https://token@git.example.org/a"
    /// ```
    P603 credentials_in_url: severity Medium, confidence Medium, cwe 798, origin Posse;
    "A password is in an address in the code.";
    on StrFrom("s://:pwd@h".len(), credentials_in_url);
    no fix "the secret must be revoked and kept elsewhere, which only you can do"
}

/// Passwords of examples and of servers that nobody has set up yet.
const EXAMPLES: &[&str] = &[
    "pass", "passwd", "password", "pwd", "pw", "p", "guest", "tiger", "bar", "secret", "token", "key", "user", "username", "x-oauth-basic",
    "hunter2", "s3cret", "secretpassword", "mypassword", "passw0rd", "pswd", "baz", "b", "bbb", "api_key", "apikey",
];

const LOCAL: &[&str] = &["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];

fn credentials_in_url(cx: &Context, text: &Text) -> Option<Issue> {
    memchr(b'@', text.value.as_bytes())?;
    let mut rest = &*text.value;
    while let Some(at) = memmem::find(rest.as_bytes(), b"://") {
        let scheme = &rest[..at];
        rest = &rest[at + 3..];
        if !scheme.ends_with(|char: char| char.is_ascii_alphanumeric()) {
            continue;
        }
        let ends = |char: char| char.is_whitespace() || matches!(char, '/' | '?' | '#' | '"' | '\'' | '<' | '>' | ',' | ')');
        let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let Some((credentials, host)) = authority.rsplit_once('@') else { continue };
        let Some((user, password)) = credentials.split_once(':') else { continue };
        if !is_password(user, password) {
            continue;
        }
        let place = cx.place_of_part(text.literal, text.range, password);
        let message = format!("A password is in an address in the code: {}.", cx.shown(password));
        let is_word = is_identifier(password);
        let issue = Issue::new().made_message(message).secret(place).hidden_if(is_word, "the password is a word");
        let is_local = LOCAL.iter().any(|local| host.starts_with(local));
        return Some(if is_local { issue.severity(Severity::Low) } else { issue });
    }
    None
}

fn is_password(user: &str, password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let is_marked = |text: &str| text.contains(['{', '}', '$', '%', '<', '>', '[', ']', '*']);
    !(password.chars().count() < 3
        || EXAMPLES.contains(&&*lower)
        || user == password
        || is_marked(password)
        || is_marked(user)
        || is_placeholder(password)
        || is_placeholder(user))
}
