use ruff_python_ast::Expr;

use crate::context::{Call, Context, Given};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// A directory answers a bind without a password as it answers anybody, and many report success for a user name with
    /// an empty password: a login that relies on it lets everyone in. Bind with a user and a password that is not empty,
    /// or with SASL.
    ///
    /// ```python
    /// import ldap, ldap3
    /// l = ldap.initialize(uri)
    /// l.simple_bind_s("", "")                                # P404
    /// l.simple_bind_s()                                      # P404
    /// l.bind_s("cn=root", "")                                # P404
    /// conn.simple_bind("cn=root")                            # P404
    /// ldap3.Connection(ldap3.Server("d"), authentication=ldap3.ANONYMOUS)    # P404
    /// ldap3.Connection(server).bind()                        # P404
    /// ldap3.Connection(server, user=dn, password="")         # P404
    /// l.simple_bind_s(dn, os.environ["PW"])
    /// l.simple_bind_s(*login)
    /// ldap3.Connection(server, user=dn, password=pw)
    /// ldap3.Connection(server, authentication=ldap3.SASL, sasl_mechanism=ldap3.KERBEROS)
    /// l.sasl_interactive_bind_s("", auth)
    /// socket.bind("")
    /// ```
    P404 ldap_anonymous_bind: severity Low, confidence Medium, cwe 287, origin Posse;
    "This bind has no password: the directory lets anybody in.";
    on CallTo(&["simple_bind_s", "simple_bind", "bind_s", "bind"], bind), CallTo(&["Connection"], connection);
    no fix "the credentials are known only to you"
}

/// Whether a call surely gives no text: nothing, `None` or an empty constant.
fn is_empty<'a>(cx: &Context<'a>, given: Given<'a>) -> bool {
    match given {
        Given::Value(value) => cx.constant(value).is_some_and(|value| value.truth() == Some(false)),
        Given::Absent => true,
        Given::Unknown => false,
    }
}

fn bind<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func);
    let is_ldap = match &path {
        Some(path) if path.is_in("ldap3") => false,
        Some(path) if path.is_in("ldap") => true,
        // Only directories have these two.
        None => matches!(call.name(), "simple_bind_s" | "simple_bind"),
        Some(path) => path.is_unbound() && matches!(call.name(), "simple_bind_s" | "simple_bind"),
    };
    (is_ldap && is_empty(cx, cx.given(call.node, Some(1), "cred"))).then(Issue::new)
}

const CONNECTION: [&str; 1] = ["ldap3.Connection"];

fn connection<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let gives_nothing = call.arguments().is_empty() && call.keywords().is_empty();
    if gives_nothing || !cx.may_call(call.node, CONNECTION) || !cx.names(&call.node.func, &CONNECTION) {
        return None;
    }
    let how = cx.given(call.node, Some(5), "authentication");
    let anonymous = |how: &'a Expr| {
        last_name(how) == Some("ANONYMOUS") || cx.string(how).is_some_and(|how| how == "ANONYMOUS")
    };
    let user = cx.given(call.node, Some(1), "user");
    let password = cx.given(call.node, Some(2), "password");
    let found = match how {
        Given::Value(how) => anonymous(how),
        Given::Unknown => false,
        Given::Absent if is_empty(cx, user) => !rebinds(cx),
        Given::Absent => password.value().is_some() && is_empty(cx, password),
    };
    found.then(Issue::new)
}

/// Whether the function around binds the connection again, as a user.
fn rebinds(cx: &Context) -> bool {
    cx.any_call_in(cx.innermost_function(), |call| last_name(&call.func) == Some("rebind"))
}
