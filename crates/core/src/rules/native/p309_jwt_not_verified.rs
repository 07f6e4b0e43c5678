use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange};

use super::parameters::{Parameter, given};
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::node::Node;
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::scopes::Datum;
use crate::value::{as_str, last_name};

rule! {
    /// Anybody can write a JSON Web Token. Only its signature says who did. Code that reads the claims of a token
    /// without a check of the signature, or accepts the algorithm `none`, believes what the sender writes. Decode with
    /// a key and a list of algorithms: `jwt.decode(token, key, algorithms=["RS256"])`.
    ///
    /// A token that the same function also decodes with a check is not reported, nor one whose issuer key id or
    /// age alone is read.
    ///
    /// ```python
    /// import jwt, python_jwt
    /// from jose import jwt as jose_jwt
    /// jwt.decode(t, options={"verify_signature": False})["sub"]    # P309
    /// jwt.decode(t, key, verify=False)                       # P309
    /// jwt.decode(t, key, False)                              # P309
    /// jwt.decode(t, key, algorithms=["HS256", "none"])       # P309
    /// options = dict(verify_signature=False)
    /// claims = jwt.decode(t, options=options)                # P309
    /// jwt.encode(claims, None, algorithm="none")             # P309
    /// jwt.encode(claims, "", algorithm="HS256")              # P309
    /// jwt.encode(claims, key="")                             # P309
    /// jose_jwt.encode(claims, b"", "HS512")                  # P309
    /// jose_jwt.get_unverified_claims(t)                      # P309 HIGH MEDIUM
    /// python_jwt.process_jwt(t)                              # P309 HIGH MEDIUM
    /// jwt.decode(t2, key, algorithms=["RS256"])
    /// jwt.decode(t2, key, algorithms=["RS256"], options={"verify_aud": False})
    /// jwt.get_unverified_header(t)["kid"]
    /// jwt.encode(claims, key, algorithm="HS256")
    /// jwt.encode(claims, "", algorithm=algorithm)
    /// jwt.encode(claims, key or "", algorithm="HS256")
    /// text.encode("", "strict")
    /// base64.decode(t, key, False)
    /// ```
    ///
    /// ```python
    /// import jwt
    /// def of(token):
    ///     iss = jwt.decode(token, options={"verify_signature": False})["iss"]
    ///     return KEYS[iss]
    /// def claims_of(token):
    ///     unverified = jwt.decode(token, options={"verify_signature": False})
    ///     return jwt.decode(token, key_of(unverified), algorithms=["RS256"])
    /// def key_of(token):
    ///     unverified = jwt.decode(token, options={"verify_signature": False})
    ///     return KEYS[unverified.get("iss")]
    /// def user_of(token):
    ///     unverified = jwt.decode(token, options={"verify_signature": False})    # P309
    ///     return USERS[unverified.get("sub")]
    /// ```
    P309 jwt_not_verified: severity High, confidence High, cwe 347, origin Posse;
    "The signature of this token is not checked, so anybody can have written it.";
    on CallTo(&["decode", "decode_complete"], unverified_decode),
        CallTo(&["get_unverified_claims", "process_jwt"], unverified_claims),
        CallTo(&["encode"], unsigned);
    fix Unsafe Call(verify)
}

const DECODERS: &[&str] = &[
    "jwt.decode", "jwt.decode_complete", "jwt.PyJWT().decode", "jwt.PyJWT().decode_complete", "jwt.api_jwt.decode",
    "jwt.api_jwt.PyJWT().decode", "jwt.api_jwt.decode_complete", "jose.jwt.decode", "google.auth.jwt.decode",
];

/// The claims that say which key to check with, or until when the token can be used.
const LOOK_UPS: &[&str] = &["iss", "kid", "tid", "azp", "client_id", "exp", "iat"];

const KEY: &[Parameter] = &[
    ("jwt.encode", Some(1), "key"),
    ("jwt.PyJWT().encode", Some(1), "key"),
    ("jwt.api_jwt.encode", Some(1), "key"),
    ("jose.jwt.encode", Some(1), "key"),
];

const ALGORITHM: &[Parameter] = &[
    ("jwt.encode", Some(2), "algorithm"),
    ("jwt.PyJWT().encode", Some(2), "algorithm"),
    ("jwt.api_jwt.encode", Some(2), "algorithm"),
    ("jose.jwt.encode", Some(2), "algorithm"),
];

/// Whether a call has one argument at most: `data.decode("utf-8")` is far more frequent than calls with a token.
fn is_text_method(call: &ExprCall) -> bool {
    call.arguments.args.len() + call.arguments.keywords.len() < 2
}

fn unverified_decode<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if is_text_method(call.node) {
        return None;
    }
    let is_unverified = cx.names(&call.node.func, DECODERS) && !is_verified(cx, call.node);
    (is_unverified && !is_look_up(cx, call)).then(Issue::new)
}

/// Whether nothing in a call turns the check of the signature off.
fn is_verified<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let off = |value: Option<&'a Expr>| value.is_some_and(|value| cx.is_false(value));
    let none = |expr: &'a Expr| cx.string(expr).is_some_and(|name| name.eq_ignore_ascii_case("none"));
    let options = cx.given(call, None, "options").value();
    let third = call.arguments.args.get(2).filter(|third| third.is_boolean_literal_expr());
    let algorithms = cx.given(call, Some(2), "algorithms").value().map(|algorithms| cx.scopes().definition(algorithms));
    let unsigned = match algorithms {
        Some(Expr::List(list)) => list.elts.iter().any(none),
        Some(Expr::Tuple(tuple)) => tuple.elts.iter().any(none),
        Some(Expr::Set(set)) => set.elts.iter().any(none),
        Some(other) => none(other),
        None => false,
    };
    !(off(cx.given(call, None, "verify").value())
        || off(third)
        || options.is_some_and(|options| off(cx.entry(options, "verify_signature").value()))
        || unsigned)
}

fn unverified_claims<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let reads = path.is_one_of(&["jose.jwt.get_unverified_claims", "jose.jws.get_unverified_claims", "python_jwt.process_jwt"]);
    let checks = |expr: &Expr| matches!(expr, Expr::Call(call) if last_name(&call.func) == Some("verify_jwt"));
    (reads && !is_look_up(cx, call) && !cx.has_around(checks)).then(|| Issue::new().confidence(Severity::Medium))
}

fn unsigned<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if is_text_method(call.node) {
        return None;
    }
    let algorithm = match given(cx, call, ALGORITHM) {
        Some((_, algorithm)) => Some(cx.constant(algorithm)?),
        None => None,
    };
    let is_none = |value: &Datum| {
        *value == Datum::None || value.as_str().is_some_and(|name| name.eq_ignore_ascii_case("none"))
    };
    if algorithm.as_ref().is_some_and(is_none) {
        return Some(Issue::new().message("This token has no signature, so anybody can change it."));
    }
    // Without an algorithm it is HS256.
    let is_hmac = algorithm.is_none_or(|name| name.as_str().is_some_and(|name| name.starts_with("HS")));
    let (_, key) = given(cx, call, KEY)?;
    let is_empty = match cx.constant(key)? {
        Datum::Str(key) => key.is_empty(),
        Datum::Bytes(key) => key.is_empty(),
        _ => false,
    };
    (is_hmac && is_empty).then(|| Issue::new().message("This token is signed with an empty key, so anybody can change it."))
}

/// Whether the claims serve only to find the key, or the same token is checked in the same function.
fn is_look_up<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let chain: Vec<Node<'a>> = cx.ancestors.clone();
    if is_look_up_in(&chain, call.node.range()) {
        return true;
    }
    if cx.function().is_none() {
        return false;
    }
    checks_too(cx, call) || is_bound_to_look_up(cx, call)
}

/// Whether the value in this range is only asked for a claim that says which key to check with.
fn is_look_up_in(ancestors: &[Node], range: TextRange) -> bool {
    match ancestors {
        [.., Node::Expr(Expr::Subscript(subscript))] if subscript.value.range() == range => {
            as_str(&subscript.slice).is_some_and(|claim| LOOK_UPS.contains(&claim))
        }
        [.., Node::Expr(Expr::Call(call)), Node::Expr(Expr::Attribute(attribute))] => {
            attribute.attr.as_str() == "get"
                && call.func.range() == attribute.range
                && call.arguments.args.first().and_then(as_str).is_some_and(|claim| LOOK_UPS.contains(&claim))
        }
        _ => false,
    }
}

/// Whether the function also decodes the same token with a check.
fn checks_too<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let text = |expr: &Expr| cx.document.text().get(expr.range().to_std_range());
    let Some(token) = call.arguments().first().and_then(text) else { return false };
    cx.has_around(|expr| match expr {
        Expr::Call(other) => {
            other.range() != call.node.range()
                && other.arguments.args.first().and_then(text) == Some(token)
                && matches!(last_name(&other.func), Some("decode" | "decode_complete" | "verify" | "verify_token" | "decode_token"))
                && (!cx.names(&other.func, DECODERS) || is_verified(cx, other))
        }
        _ => false,
    })
}

/// Whether the claims are bound to a name that is only asked for claims that say which key to check with.
fn is_bound_to_look_up<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let Some(Node::Stmt(ruff_python_ast::Stmt::Assign(assign))) = cx.parent() else { return false };
    let [Expr::Name(target)] = assign.targets.as_slice() else { return false };
    if assign.value.range() != call.node.range() {
        return false;
    }
    let (mut some, mut all) = (false, true);
    cx.search(|ancestors, expr| {
        if let Expr::Name(name) = expr
            && name.id == target.id
            && name.ctx.is_load()
        {
            some = true;
            all &= is_look_up_in(ancestors, name.range);
        }
        all
    });
    some && all
}

/// Turns on the check of a call that has a key to check with.
fn verify<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Check the signature";
    let path = it.cx.path(&call.func).filter(|path| path.is_one_of(DECODERS))?;
    let is_google = path.is_in("google");
    let key = it.written_argument(call, Some(1), if is_google { "certs" } else { "key" })??;
    if it.cx.is_false(key) {
        return None;
    }
    let third = if path.is_in("jose") { None } else { Some(2) };
    if it.written_argument(call, third, "verify")?.is_some_and(Expr::is_boolean_literal_expr) {
        return Some(Fix::new(TITLE, it.turn_flag(call, third, "verify", true)?));
    }
    let options = it.written_argument(call, None, "options")??;
    // Without a list of algorithms, a token with a signature is refused.
    if !path.is_in("jose") {
        it.written_argument(call, Some(2), "algorithms")??;
    }
    Some(Fix::new(TITLE, it.turn_entry(options, "verify_signature", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P309:
    "import jwt\njwt.decode(t, key, verify=False)\n" => "import jwt\njwt.decode(t, key, verify=True)\n";
    "import jwt\njwt.decode(t, key, False)\n" => "import jwt\njwt.decode(t, key, True)\n";
    "import jwt\njwt.decode(t, key, ['RS256'], options={'verify_signature': False})\n" => "import jwt\njwt.decode(t, key, ['RS256'], options={'verify_signature': True})\n";
    "import jwt as j\nf(j.decode(t, key, algorithms=['RS256'], options=dict(verify_signature=False),))\n" => "import jwt as j\nf(j.decode(t, key, algorithms=['RS256'], options=dict(verify_signature=True),))\n";
    "import jwt\njwt.decode(\n    t,\n    key,  # ours\n    algorithms=['RS256'],\n    options={\n        'verify_signature': False,  # TODO\n        'verify_aud': False,\n    },\n)\n" => "import jwt\njwt.decode(\n    t,\n    key,  # ours\n    algorithms=['RS256'],\n    options={\n        'verify_signature': True,  # TODO\n        'verify_aud': False,\n    },\n)\n";
    "from jose import jwt\njwt.decode(t, key, options={'verify_signature': (False)})\n" => "from jose import jwt\njwt.decode(t, key, options={'verify_signature': (True)})\n";
    "from google.auth import jwt\nif (c := jwt.decode(t, certs, verify=False)): pass\n" => "from google.auth import jwt\nif (c := jwt.decode(t, certs, verify=True)): pass\n";
    "from jwt import decode\nx = [decode(t, key, verify = False) for t in ts]\n" => "from jwt import decode\nx = [decode(t, key, verify = True) for t in ts]\n";
    "import jwt\njwt.decode(t, key, verify=False, **more)" => "import jwt\njwt.decode(t, key, verify=True, **more)";
    "import jwt\njwt.decode(t, # the token\n  key, # the key\n  verify=# not\n  False)\n" => "import jwt\njwt.decode(t, # the token\n  key, # the key\n  verify=# not\n  True)\n";
    "import jwt\njwt.decode(f(jwt.decode(u, k, verify=False)), key, verify=False)\n" => "import jwt\njwt.decode(f(jwt.decode(u, k, verify=True)), key, verify=True)\n";
    "import jwt\njwt.decode(t, options={'verify_signature': False})\n" stays;
    "import jwt\njwt.decode(t, key, options={'verify_signature': False})\n" stays;
    "import jwt\njwt.decode(t, None, verify=False)\n" stays;
    "import jwt\njwt.decode(*args, verify=False)\n" stays;
    "import jwt\noptions = {'verify_signature': False}\njwt.decode(t, key, ['RS256'], options=options)\n" stays;
    "import jwt\njwt.decode(t, key, ['RS256'], options={**more, 'verify_signature': False})\n" stays;
    "import jwt\njwt.decode(t, key, algorithms=['HS256', 'none'])\n" stays;
    "import jwt\nf'{jwt.decode(t, key, verify=False)}'\n" stays;
}
