use std::collections::VecDeque;

use ruff_python_ast::Expr;

use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(&["Environment"], jinja2_autoescape_false);
    fix Unsafe Call(mended)
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

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.cx.path(&call.func).is_some_and(|path| path.is_in("jinja2")) {
        return None;
    }
    // Who gives templates other marks makes something else from them than pages: LaTeX, or code.
    for (position, name) in [(0, "block_start_string"), (2, "variable_start_string")] {
        if it.written_argument(call, Some(position), name)?.is_some() {
            return None;
        }
    }
    Some(Fix::new("Escape what templates insert", it.set_flag(call, Some(16), "autoescape", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B701:
    "import jinja2\njinja2.Environment(loader=loader)\n" => "import jinja2\njinja2.Environment(loader=loader, autoescape=True)\n";
    "import jinja2\njinja2.Environment()\n" => "import jinja2\njinja2.Environment(autoescape=True)\n";
    "import jinja2\njinja2.Environment(  # none\n)\n" => "import jinja2\njinja2.Environment(autoescape=True  # none\n)\n";
    "import jinja2\njinja2.Environment(autoescape=False, loader=l)\n" => "import jinja2\njinja2.Environment(autoescape=True, loader=l)\n";
    "from jinja2 import Environment as E\nenv = E(\n    loader=l,  # here\n)\n" => "from jinja2 import Environment as E\nenv = E(\n    loader=l,  # here\n    autoescape=True,\n)\n";
    "import jinja2 as j\nj.Environment(autoescape = (False))\n" => "import jinja2 as j\nj.Environment(autoescape = (True))\n";
    "import jinja2\nf(jinja2.Environment(loader=g(x)))\n" => "import jinja2\nf(jinja2.Environment(loader=g(x), autoescape=True))\n";
    "import jinja2\nif (e := jinja2.Environment()): pass\n" => "import jinja2\nif (e := jinja2.Environment(autoescape=True)): pass\n";
    "import jinja2\njinja2.Environment(loader=l,)" => "import jinja2\njinja2.Environment(loader=l, autoescape=True)";
    "import jinja2\njinja2.Environment(\n\tloader=l\n)\n" => "import jinja2\njinja2.Environment(\n\tloader=l,\n\tautoescape=True\n)\n";
    "import jinja2\njinja2.Environment('<%', '%>')\n" stays;
    "import jinja2\njinja2.Environment(autoescape=False, variable_start_string=r'\\VAR{', variable_end_string='}')\n" stays;
    "import jinja2\njinja2.Environment(**options)\n" stays;
    "import jinja2\njinja2.Environment(*args)\n" stays;
    "import jinja2\njinja2.Environment(autoescape=choose)\n" stays;
}
