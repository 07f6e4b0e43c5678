use super::parameters::{Parameter, given};
use super::pickled::is_json;
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};
use crate::scopes::Datum;

rule! {
    /// A token that never expires can be used for ever by whoever finds it. A token for another audience was not meant
    /// for this service. Leave these checks on, and give signed values a `max_age`.
    ///
    /// ```python
    /// import jwt
    /// from itsdangerous import URLSafeTimedSerializer
    /// from django.core.signing import TimestampSigner
    /// jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})    # P310
    /// jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": False})    # P310
    /// URLSafeTimedSerializer(key).loads(text, max_age=None)  # P310
    /// TimestampSigner().unsign(text)                         # P310
    /// jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp"]})
    /// jwt.decode(token, options={"verify_signature": False, "verify_exp": False})
    /// URLSafeTimedSerializer(key).loads(text, max_age=3600)
    /// TimestampSigner().unsign(text, max_age=age)
    /// ```
    P310 token_checks_off: severity Medium, confidence Medium, cwe 613, origin Posse, profile Audit;
    "The age or the audience of this token is not checked.";
    on CallTo(&["decode", "decode_complete"], checks_off), CallTo(&["loads", "unsign"], no_age)
}

const OPTIONS: &[Parameter] = &[
    ("jwt.decode", None, "options"),
    ("jwt.decode_complete", None, "options"),
    ("jwt.PyJWT().decode", None, "options"),
    ("jose.jwt.decode", None, "options"),
];

const AGES: &[Parameter] = &[
    ("itsdangerous.URLSafeTimedSerializer().loads", Some(1), "max_age"),
    ("itsdangerous.TimedSerializer().loads", Some(1), "max_age"),
    ("itsdangerous.TimestampSigner().unsign", Some(1), "max_age"),
    ("django.core.signing.TimestampSigner().unsign", Some(1), "max_age"),
];

fn checks_off<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.keywords().is_empty() {
        return None;
    }
    let (_, options) = given(cx, call, OPTIONS)?;
    let off = |name: &str| cx.entry(options, name).value().is_some_and(|value| cx.is_false(value));
    // Without a signature nothing else counts: P309.
    (!off("verify_signature") && (off("verify_exp") || off("verify_aud"))).then(Issue::new)
}

fn no_age<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if is_json(call) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let (_, position, name) = AGES.iter().find(|(function, ..)| path.is(function))?;
    let age = cx.given(call.node, *position, name);
    (age.is_absent() || age.value().and_then(|age| cx.constant(age)) == Some(Datum::None)).then(Issue::new)
}
