use ruff_python_ast::{Expr, ExprDict};
use ruff_text_size::Ranged;

use crate::context::Context;
use crate::rule::{Assigned, Issue, Place, rule};
use crate::value::secret::{classes, entropy, why_no_secret};
use crate::value::{as_str, last_name, words};

rule! {
    /// A long text without a pattern has the name of a secret. Everyone who can read the source has it, then. Read secrets
    /// from the environment or a secret store instead.
    ///
    /// ```python
    /// API_SECRET = "9fK2mQ71xLz0Rk" "Zt9Lw4XnB8mC5v"       # P605
    /// client.token = "eyJhbGciOiJIUzI1NiJ9." "q7Rk2Zt9Lw4XnB8mC5vJh3Pd"    # P605
    /// settings = {"access_key": "Zx81q7Rk2Zt9" "Lw4XnB8mC5vJ"}    # P605
    /// SECRET_NAME = "prod/db/password"
    /// TOKEN_URL = "https://login.example.org/oauth2/token"
    /// token = "refresh_token_of_the_session"
    /// api_key = os.environ["API_KEY_OF_THE_SERVICE_1"]
    /// token = "123e4567-e89b-12d3-a456-426614174000"
    /// ```
    P605 secret_like_literal: severity Low, confidence Medium, cwe 798, origin Posse, profile Audit, replaces ["B105"];
    "A text that looks like a secret is in the code.";
    on Assign(assigned), Dict(entries)
}

/// The length from which a text is looked at.
const LONG: usize = 20;

fn assigned<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let text = as_str(assigned.value).filter(|text| text.len() >= LONG)?;
    let name = match assigned.target {
        Expr::Subscript(item) => as_str(&item.slice)?,
        target => last_name(target)?,
    };
    issue(cx, name, assigned.value, text)
}

fn entries<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Vec<Issue> {
    dict.items
        .iter()
        .filter_map(|item| {
            let text = as_str(&item.value).filter(|text| text.len() >= LONG)?;
            issue(cx, as_str(item.key.as_ref()?)?, &item.value, text)
        })
        .collect()
}

fn issue(cx: &Context, name: &str, value: &Expr, text: &str) -> Option<Issue> {
    let looks = is_secret_name(name)
        && classes(text) >= 2
        && entropy(text) > 3.5
        && why_no_secret(name, text).is_none()
        && !is_uuid(text)
        && !is_file_name(text);
    let place = Place::Range(value.range());
    looks.then(|| Issue::new().at(place).secret(cx.place_in(value, text)))
}

/// Whether the last word of a name says that it is a secret.
fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    matches!(
        words.iter().map(String::as_str).collect::<Vec<_>>()[..],
        [.., "secret" | "token" | "apikey"] | [.., "api" | "access" | "private" | "secret", "key"]
    )
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 5 && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `client-secret-2.json`
fn is_file_name(text: &str) -> bool {
    let extension = text.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| ["json", "pem", "key", "txt", "yaml", "yml", "toml", "py"].contains(&extension))
}
