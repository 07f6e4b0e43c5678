use std::collections::VecDeque;

use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::report::{Failure, Severity};
use crate::node::{Node, Text, Visitor};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// Jinja2 does not escape values unless `autoescape` is on. In a web page, text from outside can become a script.
    /// Pass `autoescape=True` or `select_autoescape()`. Confidence is MEDIUM if `autoescape` is anything but `True`,
    /// `False` or a call of `select_autoescape`.
    ///
    /// ```python
    /// import jinja2
    /// jinja2.Environment(loader=loader)                           # B701
    /// jinja2.Environment(autoescape=False)                        # B701
    /// jinja2.Environment(autoescape=escape)                       # B701 HIGH MEDIUM
    /// jinja2.Environment(autoescape=True)
    /// jinja2.Environment(autoescape=jinja2.select_autoescape())
    /// ```
    B701 jinja2_autoescape_false: severity High, confidence High, cwe 94, origin Bandit;
    "By default, jinja2 sets autoescape to False. Consider using autoescape=True or use the select_autoescape \
     function to mitigate XSS vulnerabilities.";
    on CallTo(&["Environment"], jinja2_autoescape_false)
}

fn jinja2_autoescape_false(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !call.qualified_name().contains("jinja2") {
        return Ok(None);
    }
    // Bandit walks level by level (`ast.walk`), so the keyword nearest to the call decides.
    let mut queue = Queue(VecDeque::from([Node::Expr(&call.node.func)]));
    queue.0.extend(call.arguments().iter().map(Node::Expr));
    queue.0.extend(call.keywords().iter().map(Node::Keyword));
    while let Some(node) = queue.0.pop_front() {
        cx.step()?;
        match node {
            Node::Keyword(keyword) if keyword.arg.as_deref() == Some("autoescape") => {
                return Ok(judge(&keyword.value));
            }
            _ => node.children(&mut queue),
        }
    }
    Ok(Some(Issue::new()))
}

fn judge(autoescape: &Expr) -> Option<Issue> {
    match autoescape {
        Expr::BooleanLiteral(literal) if literal.value => None,
        Expr::BooleanLiteral(_) => Some(Issue::new().message(
            "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Use autoescape=True \
             or use the select_autoescape function to mitigate XSS vulnerabilities.",
        )),
        Expr::Call(call) if last_name(&call.func) == Some("select_autoescape") => None,
        _ => Some(Issue::new().confidence(Severity::Medium).message(
            "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Ensure \
             autoescape=True or use the select_autoescape function to mitigate XSS vulnerabilities.",
        )),
    }
}

/// The nodes still to visit.
struct Queue<'a>(VecDeque<Node<'a>>);

impl<'a> Visitor<'a> for Queue<'a> {
    fn node(&mut self, node: Node<'a>) {
        self.0.push_back(node);
    }

    fn text(&mut self, _: Text<'a>) {}
}
