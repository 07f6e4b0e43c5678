use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Parentheses and `*` in the value change what the filter matches, which is enough to log in as somebody else.
    /// Escape values with `escape_filter_chars`, and parts of names with `escape_rdn`.
    ///
    /// ```python
    /// import ldap
    /// from flask import request
    /// from ldap.filter import escape_filter_chars
    /// def find(conn, l):
    ///     conn.search(BASE, f"(uid={request.args['u']})")  # P109
    ///     l.search_s("ou=" + request.args["ou"], ldap.SCOPE_SUBTREE, "(cn=a)")  # P109
    ///     conn.search(BASE, "(&(a=b)(mail=%s))" % request.form["m"])  # P109
    ///     conn.search(BASE, f"(uid={escape_filter_chars(request.args['u'])})")
    ///     conn.search(BASE, "(uid=admin)", attributes=[request.args["a"]])
    ///     re.search("a", request.args["u"])
    /// ```
    P109 ldap_injection: severity High, confidence High, cwe 90, origin Posse;
    "A value from outside becomes part of an LDAP filter or name.";
    on Flow(Kind::Ldap);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
