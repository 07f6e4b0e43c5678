//! The fixes of rules about calls.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::edit::{Edit, Fix, Fixing, Import, is_plain};
use crate::own_rules::{Argument, CallFix, CallRule, names_read};
use crate::report::{FixClass, RuleId};

/// Makes the fix of a rule of the configuration for a call that it has found. Returns nothing where it has none, and where
/// that could be wrong.
pub(crate) fn fix_call<'a>(it: &Fixing<'a, '_>, rule: RuleId, call: &'a ExprCall) -> Option<(FixClass, Fix)> {
    let rule = it.cx.setup.own_rules.call(rule)?;
    let fix = rule.fix.as_ref()?;
    let (named, import) = match &fix.name {
        Some((module, name)) => name_instead(it, &call.func, module, name)?,
        None => (None, None),
    };
    let mut edits = arguments(it, rule, fix, call, import.as_ref())?;
    edits.extend(named);
    (!edits.is_empty()).then(|| (fix.class, Fix::new(title(fix), edits).import(import)))
}

/// The changes of the arguments of a call. Values can use `import`, which is added.
fn arguments<'a>(
    it: &Fixing<'a, '_>,
    rule: &CallRule,
    fix: &CallFix,
    call: &'a ExprCall,
    import: Option<&Import>,
) -> Option<Vec<Edit>> {
    let brought = import.and_then(|import| import.module.split('.').next());
    let is_known = |name: &String| brought == Some(name) || it.has_name(call.start(), name);
    let mut edits = Vec::new();
    let mut added = Vec::new();
    for (name, value) in &fix.set {
        match written(it, rule, call, name)? {
            Some(argument) if it.text(argument.range()) == value => {}
            _ if !names_read(value).iter().all(is_known) => return None,
            Some(argument) => edits.extend(it.replace_value(argument, value)?),
            None => added.push(format!("{name}={value}")),
        }
    }
    let added = added.join(", ");
    let removed = match &fix.remove {
        Some(name) => written(it, rule, call, name)?.map(|_| name),
        None => None,
    };
    edits.extend(match removed {
        Some(name) if added.is_empty() => it.remove_argument(call, name)?,
        Some(name) => it.replace_argument(call, name, &added)?,
        None if added.is_empty() => Vec::new(),
        None => it.add_argument(call, &added)?,
    });
    Some(edits)
}

/// The argument that a call has in its own parentheses, or that it has none. Its position is that in a condition of the
/// rule. Returns nothing where `*args` or `**kwargs` may give it.
#[expect(clippy::option_option, reason = "none is known not to be given, or it is not known")]
fn written<'a>(it: &Fixing<'a, '_>, rule: &CallRule, call: &'a ExprCall, name: &str) -> Option<Option<&'a Expr>> {
    let position = rule.conditions.iter().chain(&rule.exceptions).find_map(|each| match &each.argument {
        Argument::Either(at, own) if own == name => Some(*at),
        _ => None,
    });
    let argument = it.written_argument(call, position, name)?;
    let may_be_starred = position.is_none() && call.arguments.args.iter().any(Expr::is_starred_expr);
    (argument.is_some() || !may_be_starred).then_some(argument)
}

/// Lets a call call something else.
fn name_instead<'a>(
    it: &Fixing<'a, '_>,
    func: &'a Expr,
    module: &str,
    name: &str,
) -> Option<(Option<Edit>, Option<Import>)> {
    let path = it.cx.path(func)?;
    let path = path.as_str();
    let same_module = path.rsplit_once('.').filter(|(own, _)| *own == module).map(|(_, last)| last);
    if same_module == Some(name) {
        return Some((None, None));
    }
    let edit = |range, text: String| Some(Edit { range, text });
    match (func, same_module) {
        (Expr::Attribute(written), Some(last)) if written.attr.as_str() == last => {
            Some((edit(written.attr.range, name.to_owned()), None))
        }
        _ if is_plain(func) && !it.has_comment(func.range()) => {
            let reference = it.reference(func.start(), module, name)?;
            Some((edit(func.range(), reference.text), reference.import))
        }
        _ => None,
    }
}

/// What the fix does, as an order.
fn title(CallFix { set, remove, name, .. }: &CallFix) -> String {
    let set: Vec<String> = set.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut orders = Vec::new();
    orders.extend(name.iter().map(|(module, name)| format!("call {module}.{name}")));
    orders.extend((!set.is_empty()).then(|| format!("set {}", set.join(", "))));
    orders.extend(remove.iter().map(|name| format!("remove {name}")));
    let mut title = orders.join(", ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}
