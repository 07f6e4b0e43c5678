//! Changes of the arguments of a call.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{DictItem, Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::fix::Edit;
use super::fixing::{Fixing, is_plain};

impl<'a> Fixing<'a, '_> {
    /// Lets a call give `value` for the parameter `name`, which can be given by `position`, too. An argument that is there
    /// is replaced, if it is a plain value. Returns nothing where `*args` or `**kwargs` may already give it.
    #[must_use]
    pub fn set_argument(
        &self,
        call: &'a ExprCall,
        position: Option<usize>,
        name: &str,
        value: &str,
    ) -> Option<Vec<Edit>> {
        match self.written_argument(call, position, name)? {
            Some(argument) => self.replace_value(argument, value),
            None => self.add_argument(call, &format!("{name}={value}")),
        }
    }

    /// Lets a flag of a call be on or off: a literal that says otherwise is replaced, and a flag that is not there is added.
    /// Returns nothing for any other value, and where `*args` or `**kwargs` may give one.
    #[must_use]
    pub fn set_flag(&self, call: &'a ExprCall, position: Option<usize>, name: &str, on: bool) -> Option<Vec<Edit>> {
        let value = if on { "True" } else { "False" };
        match self.written_argument(call, position, name)? {
            Some(argument) => self.turn(argument, on),
            None => self.add_argument(call, &format!("{name}={value}")),
        }
    }

    /// Turns a flag that a call has as a literal. Returns nothing if it has none.
    #[must_use]
    pub fn turn_flag(&self, call: &'a ExprCall, position: Option<usize>, name: &str, on: bool) -> Option<Vec<Edit>> {
        self.written_argument(call, position, name)??;
        self.set_flag(call, position, name, on)
    }

    /// Turns a flag that a dictionary has as a literal: in a display, or in `dict(...)`.
    #[must_use]
    pub fn turn_entry(&self, dictionary: &'a Expr, key: &str, on: bool) -> Option<Vec<Edit>> {
        match dictionary {
            Expr::Dict(dict) => {
                let is_key = |item: &&DictItem| match &item.key {
                    Some(Expr::StringLiteral(literal)) => literal.value == *key,
                    Some(_) => false,
                    None => true,
                };
                let mut items = dict.items.iter().filter(is_key);
                let (Some(item), None) = (items.next(), items.next()) else { return None };
                item.key.as_ref().and_then(|_| self.turn(&item.value, on))
            }
            Expr::Call(call) if self.cx.names(&call.func, &["dict"]) => self.turn_flag(call, None, key, on),
            _ => None,
        }
    }

    /// Turns a literal on or off. Returns nothing for any other value.
    #[must_use]
    pub fn turn(&self, expr: &Expr, on: bool) -> Option<Vec<Edit>> {
        is_flag(expr, !on).then(|| self.replace_value(expr, if on { "True" } else { "False" }))?
    }

    /// Removes an argument that is given by name. Comments stay where they are; returns nothing if that is not possible.
    #[must_use]
    pub fn remove_argument(&self, call: &'a ExprCall, name: &str) -> Option<Vec<Edit>> {
        let keyword = call.arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(name))?;
        let range = keyword.range();
        if !is_plain(&keyword.value) || self.has_comment(range) {
            return None;
        }
        let before = self.code_before(range.start())?;
        let after = self.code_from(range.end())?;
        let remove = |from: TextSize, to: TextSize| {
            let range = TextRange::new(from, to);
            (!self.has_comment(range)).then(|| vec![Edit { range, text: String::new() }])
        };
        if before.kind() == TokenKind::Comma
            && let Some(edits) = remove(before.start(), range.end())
        {
            return Some(edits);
        }
        let is_last = after.kind() != TokenKind::Comma;
        if is_last && before.kind() == TokenKind::Lpar && before.start() != call.arguments.start() {
            return None;
        }
        // With its line, if it has one of its own. If it is the last one, the comma before it becomes a trailing one.
        let end = if is_last { range.end() } else { after.end() };
        let next = self.cx.tokens.get(self.cx.tokens.partition_point(|token| token.start() < end))?;
        let text = self.cx.document.text();
        let line = text[..range.start().to_usize()].rfind('\n').map_or(0, |newline| newline + 1);
        let is_alone = text[line..range.start().to_usize()].bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        match next.kind() {
            TokenKind::Comment => None,
            TokenKind::NonLogicalNewline if is_alone => remove(TextSize::try_from(line).ok()?, next.end()),
            TokenKind::NonLogicalNewline => remove(range.start(), end),
            _ if is_last => remove(range.start(), end),
            _ => remove(range.start(), next.start()),
        }
    }

    /// Puts other arguments in the place of one that is given by name, if that does nothing but have a value.
    #[must_use]
    pub fn replace_argument(&self, call: &ExprCall, name: &str, arguments: &str) -> Option<Vec<Edit>> {
        let keyword = call.arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(name))?;
        let range = keyword.range();
        (is_plain(&keyword.value) && !self.has_comment(range)).then(|| vec![Edit { range, text: arguments.to_owned() }])
    }

    /// Returns the argument that a call has for a parameter in its own parentheses; or that it has none. Returns nothing
    /// where `*args` or `**kwargs` may give it.
    #[must_use]
    pub fn written_argument(
        &self,
        call: &'a ExprCall,
        position: Option<usize>,
        name: &str,
    ) -> Option<Option<&'a Expr>> {
        let arguments = &call.arguments;
        let mut named = arguments.keywords.iter().filter(|keyword| keyword.arg.as_deref() == Some(name));
        match (named.next(), named.next()) {
            (Some(keyword), None) => return Some(Some(&keyword.value)),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let starred = arguments.args.iter().position(Expr::is_starred_expr);
        if let Some(position) = position {
            match (arguments.args.get(position), starred) {
                (Some(argument), None) => return Some(Some(argument)),
                (Some(argument), Some(starred)) if starred > position => return Some(Some(argument)),
                (_, Some(_)) => return None,
                (None, None) => {}
            }
        }
        let mut unpacked = arguments.keywords.iter().filter(|keyword| keyword.arg.is_none());
        unpacked.all(|keyword| self.lacks(&keyword.value, name)).then_some(None)
    }

    /// Whether a dictionary that is written here has no such key. One that has a name may have been changed since.
    fn lacks(&self, dictionary: &'a Expr, key: &str) -> bool {
        match dictionary {
            Expr::Dict(dict) => dict.items.iter().all(|item| match &item.key {
                Some(Expr::StringLiteral(literal)) => literal.value != *key,
                Some(_) => false,
                None => self.lacks(&item.value, key),
            }),
            Expr::Call(call) if call.arguments.args.is_empty() && self.cx.names(&call.func, &["dict"]) => {
                call.arguments.keywords.iter().all(|keyword| match &keyword.arg {
                    Some(name) => name != key,
                    None => self.lacks(&keyword.value, key),
                })
            }
            _ => false,
        }
    }

    /// Puts `value` in the place of an expression, if that does nothing but have a value.
    #[must_use]
    pub fn replace_value(&self, expr: &Expr, value: &str) -> Option<Vec<Edit>> {
        let range = expr.range();
        if !is_plain(expr) || self.has_comment(range) {
            return None;
        }
        Some(vec![Edit { range, text: value.to_owned() }])
    }

    /// Adds an argument after the last one: `name=value`.
    #[must_use]
    pub fn add_argument(&self, call: &ExprCall, argument: &str) -> Option<Vec<Edit>> {
        let arguments = &call.arguments;
        if let [Expr::Generator(generator)] = &*arguments.args
            && !generator.parenthesized
        {
            return None;
        }
        let close = arguments.end().checked_sub(TextSize::new(1))?;
        let last = self.code_before(close)?;
        if last.start() < arguments.start() {
            return None;
        }
        let insert = |at: TextSize, text: String| Edit { range: TextRange::empty(at), text };
        if last.kind() == TokenKind::Lpar && last.start() == arguments.start() {
            return arguments.is_empty().then(|| vec![insert(last.end(), argument.to_owned())]);
        }
        let has_comma = last.kind() == TokenKind::Comma;
        Some(match self.line_of_its_own(call, last, close) {
            Some((end, indent)) if has_comma => vec![insert(end, format!("\n{indent}{argument},"))],
            Some((end, indent)) if end == last.end() => vec![insert(end, format!(",\n{indent}{argument}"))],
            Some((end, indent)) => {
                vec![insert(last.end(), ",".to_owned()), insert(end, format!("\n{indent}{argument}"))]
            }
            None if has_comma => vec![insert(last.end(), format!(" {argument}"))],
            None => vec![insert(last.end(), format!(", {argument}"))],
        })
    }

    /// Returns where the line of the last argument ends, and its indentation, if each argument has lines of its own.
    fn line_of_its_own(&self, call: &ExprCall, last: &Token, close: TextSize) -> Option<(TextSize, &'a str)> {
        let text = self.cx.document.text();
        let line_start = |at: TextSize| text[..at.to_usize()].rfind('\n').map_or(0, |newline| newline + 1);
        let arguments = &call.arguments;
        let final_argument =
            arguments.args.iter().map(Ranged::range).chain(arguments.keywords.iter().map(Ranged::range));
        let start = final_argument.map(TextRange::start).max()?;
        let indent = text.get(line_start(start)..start.to_usize())?;
        if !indent.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            return None;
        }
        let mut rest = self.tokens_in(TextRange::new(last.end(), close)).iter();
        let next = rest.next()?;
        match next.kind() {
            TokenKind::NonLogicalNewline => {}
            TokenKind::Comment if rest.next().is_some_and(|token| token.kind() == TokenKind::NonLogicalNewline) => {
                return Some((next.end(), indent));
            }
            _ => return None,
        }
        Some((last.end(), indent))
    }
}

/// Whether an expression is this literal.
fn is_flag(expr: &Expr, on: bool) -> bool {
    matches!(expr, Expr::BooleanLiteral(literal) if literal.value == on)
}
