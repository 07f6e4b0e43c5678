use ruff_python_ast::{Expr, Stmt, StmtAssert};

use crate::context::Context;
use crate::node::Node;
use crate::rule::{Issue, rule};

rule! {
    /// `python -O` removes every `assert`, and with it this check of who may do what. Test the condition with `if`, and
    /// raise an exception or return an error.
    ///
    /// ```python
    /// assert current_user.is_admin                           # P806
    /// assert user.has_permission("x")                        # P806
    /// assert request.user.is_authenticated, "login"          # P806
    /// assert check_password(password, stored)                # P806
    /// assert role in ROLES
    /// assert node.ownerDocument is document
    /// assert is_administration(page)
    ///
    /// def test_login():
    ///     assert user.is_authenticated
    /// ```
    P806 assert_for_access: severity Medium, confidence Medium, cwe 617, origin Posse, replaces ["B101"];
    "python -O removes this check of who may do what: use an if.";
    on Assert(assert_for_access)
}

const ACCESS: &[&str] = &[
    "is_admin",
    "is_superuser",
    "is_staff",
    "has_permission",
    "has_permissions",
    "has_perm",
    "has_perms",
    "is_authenticated",
    "current_user",
    "check_password",
];

fn assert_for_access<'a>(cx: &Context<'a>, assert: &'a StmtAssert) -> Option<Issue> {
    let says = cx.any_in(Node::Expr(&assert.test), |node| match node {
        Node::Expr(Expr::Name(name)) => ACCESS.contains(&name.id.as_str()),
        Node::Expr(Expr::Attribute(attribute)) => ACCESS.contains(&attribute.attr.as_str()),
        _ => false,
    });
    let is_test = || matches!(cx.innermost_function(), Node::Stmt(Stmt::FunctionDef(def)) if def.name.starts_with("test"));
    (says && !is_test()).then(Issue::new)
}
