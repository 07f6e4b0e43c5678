//! B105, B106 and B107: whether the text is a secret.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::report::Severity;
use crate::rule::At;
use crate::value::secret::why_no_secret;
use crate::value::{as_str, is_enumeration, last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some((name, value)) = found(judged) else { return Verdict::Keep };
    if judged.is_in_enumeration() {
        return Verdict::Hide("the text is a member of an enumeration");
    }
    if judged.is_in_example() {
        return Verdict::Hide("the text is part of an example");
    }
    if judged.is_in_comparison() {
        return Verdict::Hide("the text is only compared with");
    }
    let text = match value {
        Expr::StringLiteral(_) => as_str(value).map(str::to_string),
        Expr::BytesLiteral(bytes) => String::from_utf8(bytes.value.bytes().collect()).ok(),
        _ => return Verdict::Hide("the value is no text"),
    };
    match why_no_secret(name, text.as_deref().unwrap_or_default()) {
        Some(reason) => Verdict::Hide(reason),
        None if is_told_above(judged.cx, name, value) => Verdict::Hide("the same text is reported above"),
        None => Verdict::Levels(Severity::Medium, Severity::Medium),
    }
}

/// Whether a dictionary above has the same text under the same key: that is one secret, or one example.
fn is_told_above<'a>(cx: &Context<'a>, name: &str, value: &'a Expr) -> bool {
    let Some(text) = as_str(value) else { return false };
    cx.has_in_file(|node| match node {
        Node::Expr(Expr::Dict(dict)) => dict.items.iter().any(|item| {
            item.value.start() < value.start()
                && as_str(&item.value) == Some(text)
                && item.key.as_ref().and_then(as_str) == Some(name)
        }),
        _ => false,
    })
}

impl Judged<'_, '_> {
    fn is_in_enumeration(&self) -> bool {
        let around = self.cx.ancestors.iter().rev().take(2);
        around.into_iter().any(|node| matches!(node, Node::Stmt(Stmt::ClassDef(class)) if is_enumeration(class)))
    }

    /// Whether the dictionary around, or one around that, is the value of `"example"` or of an argument of that name: the
    /// documentation of an interface.
    fn is_in_example(&self) -> bool {
        let At::Str { range, .. } = self.at else { return false };
        self.cx.ancestors.iter().any(|node| match node {
            Node::Expr(Expr::Dict(dict)) => dict.items.iter().any(|item| {
                item.value.range().contains_range(range) && item.key.as_ref().and_then(as_str).is_some_and(is_example)
            }),
            Node::Keyword(keyword) => {
                keyword.value.range().contains_range(range) && keyword.arg.as_deref().is_some_and(is_example)
            }
            _ => false,
        })
    }

    fn is_in_comparison(&self) -> bool {
        matches!(self.at, At::Str { parent: Node::Expr(Expr::Compare(_)), .. })
    }
}

/// Whether a key or an argument has examples: `examples`, `openapi_examples`, `x-examples`, but not `example_count`.
fn is_example(name: &str) -> bool {
    words(name).last().is_some_and(|last| matches!(last.as_str(), "example" | "examples"))
}

/// Returns the name and the value that the finding is about.
fn found<'a>(judged: &Judged<'_, 'a>) -> Option<(&'a str, &'a Expr)> {
    let secret = judged.issue.secret?;
    let holds = |value: &Expr| value.range().contains_range(secret);
    match judged.at {
        At::Node(_, Node::Expr(Expr::Call(call))) => {
            let keyword = call.arguments.keywords.iter().find(|keyword| holds(&keyword.value))?;
            Some((keyword.arg.as_deref()?, &keyword.value))
        }
        At::Node(_, Node::Stmt(Stmt::FunctionDef(def))) => {
            let mut parameters = def.parameters.iter_non_variadic_params();
            let found = |default: Option<&'a Expr>| default.filter(|default| holds(default));
            parameters.find_map(|parameter| Some((parameter.name().as_str(), found(parameter.default.as_deref())?)))
        }
        At::Str { range, parent } => match parent {
            Node::Stmt(Stmt::Assign(assign)) => Some((assign.targets.iter().find_map(last_name)?, &*assign.value)),
            Node::Expr(Expr::Dict(dict)) => {
                let item = dict.items.iter().find(|item| holds(&item.value))?;
                Some((as_str(item.key.as_ref()?)?, &item.value))
            }
            Node::Expr(Expr::Compare(compare)) => Some((last_name(&compare.left)?, compare.comparators.first()?)),
            // `config["secret"] = "..."`: the finding is about the value, and stands at the key.
            Node::Expr(Expr::Subscript(subscript)) => match judged.cx.ancestor(1)? {
                Node::Stmt(Stmt::Assign(assign)) => {
                    let key = Some(&*subscript.slice).filter(|slice| slice.range() == range);
                    Some((as_str(key.unwrap_or(&subscript.value))?, &*assign.value))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn examples_of_interfaces_are_hidden() {
        let code = "\
answers = {200: {'content': {'json': {'example': {'access_token': 'eyJ0eXAi7d1uGh', 'kind': 'bearer'}}}}}
settings = {'access_token': 'eyJ0eXAi7d1uGi', 'example': {'kind': 'bearer'}}
body = Body(..., examples=[{'login': {'password': 'securepassword123'}}])
body = Body(..., openapi_examples={'one': {'password': 'securepassword124'}})
route = {'x-examples': [{'password': 'securepassword125'}]}
login(data={'password': 'securepassword126'}, examples=2)
connect(examples_of={'password': 'securepassword127'})
store({'password': 'securepassword128'}, kind='example')
";
        assert_eq!(shown("B105", code), [2, 6, 7, 8]);
    }
}
