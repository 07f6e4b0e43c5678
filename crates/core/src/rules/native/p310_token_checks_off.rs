use ruff_python_ast::ExprCall;

use super::parameters::{Parameter, given};
use super::pickled::is_json;
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(&["decode", "decode_complete"], checks_off), CallTo(&["loads", "unsign"], no_age);
    fix Unsafe Call(check_age)
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

/// Turns on the check of the age. An audience is known only to the application.
fn check_age<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !OPTIONS.iter().any(|(function, ..)| it.cx.names(&call.func, &[function])) {
        return None;
    }
    let options = it.written_argument(call, None, "options")??;
    if it.cx.entry(options, "verify_aud").value().is_some_and(|value| it.cx.is_false(value)) {
        return None;
    }
    Some(Fix::new("Refuse tokens that have expired", it.turn_entry(options, "verify_exp", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P310:
    "import jwt\njwt.decode(t, key, options={'verify_exp': False})\n" => "import jwt\njwt.decode(t, key, options={'verify_exp': True})\n";
    "import jwt as j\nj.decode(t, key, options=dict(verify_exp=False))\n" => "import jwt as j\nj.decode(t, key, options=dict(verify_exp=True))\n";
    "import jwt\njwt.decode(t, key, options={'verify_exp': False,},)\n" => "import jwt\njwt.decode(t, key, options={'verify_exp': True,},)\n";
    "from jose import jwt\njwt.decode(\n    t,\n    key,\n    options={'verify_exp': False},  # old\n)\n" => "from jose import jwt\njwt.decode(\n    t,\n    key,\n    options={'verify_exp': True},  # old\n)\n";
    "from jwt import decode as d\nd(t, key, options={'require': [], 'verify_exp': (False)})\n" => "from jwt import decode as d\nd(t, key, options={'require': [], 'verify_exp': (True)})\n";
    "import jwt\nif (c := jwt.decode(t, key, options={'verify_exp': False})): pass\n" => "import jwt\nif (c := jwt.decode(t, key, options={'verify_exp': True})): pass\n";
    "import jwt\nx = [jwt.decode(t, k, options={'verify_exp': False}) for t in ts]\n" => "import jwt\nx = [jwt.decode(t, k, options={'verify_exp': True}) for t in ts]\n";
    "import jwt\njwt.decode(*a, options={'verify_exp': False}, **k)" => "import jwt\njwt.decode(*a, options={'verify_exp': True}, **k)";
    "import jwt\njwt.decode(t, key, options={ # none\n\t'verify_exp': # why\n\tFalse })\n" => "import jwt\njwt.decode(t, key, options={ # none\n\t'verify_exp': # why\n\tTrue })\n";
    "import jwt\nf(jwt.decode_complete(g(t), key, options={'verify_exp' : False}), 1)\n" => "import jwt\nf(jwt.decode_complete(g(t), key, options={'verify_exp' : True}), 1)\n";
    "import jwt\njwt.decode(t, key, options={'verify_aud': False})\n" stays;
    "import jwt\njwt.decode(t, key, options={'verify_aud': False, 'verify_exp': False})\n" stays;
    "import jwt\noff = {'verify_exp': False}\njwt.decode(t, key, options=off)\n" stays;
    "import jwt\njwt.decode(t, key, options={**off, 'verify_exp': False})\n" stays;
    "from django.core.signing import TimestampSigner\nTimestampSigner().unsign(text)\n" stays;
}
