//! The constant value of an expression, as far as the file alone decides it.

use std::cell::Cell;

use ruff_python_ast::{BoolOp, Expr, ExprCall, ExprFString, InterpolatedStringElement, Number, UnaryOp};
use ruff_text_size::Ranged;

use super::arithmetic;
use super::datum::Datum;
use super::{Binding, Bound, ScopeKind, Scopes};
use crate::value::text;

/// The limits of one question.
const STEPS: u32 = 1_000;
const DEPTH: u32 = 64;

impl<'a> Scopes<'a> {
    /// Returns the constant value of an expression; `None` if it is not surely a constant.
    #[must_use]
    pub fn constant(&self, expr: &'a Expr) -> Option<Datum> {
        Constants { scopes: self, steps: Cell::new(0) }.of(expr, DEPTH)
    }

    /// Returns the expression that gives a name its only value, or the expression itself.
    #[must_use]
    pub fn definition(&self, expr: &'a Expr) -> &'a Expr {
        let mut at = expr;
        for _ in 0..8 {
            let next = match at {
                Expr::Name(name) => {
                    let Some((_, bindings)) = self.find(&name.id, name.start()) else { return at };
                    // A name that is assigned to itself stays what it is.
                    let is_same = |what: &Bound| matches!(what, Bound::Value(Expr::Name(value)) if value.id == name.id);
                    only(&mut bindings.filter(|binding| !is_same(&binding.what))).map(|binding| binding.what)
                }
                Expr::Attribute(attribute) => {
                    let Some(class) = self.class_of_self(&attribute.value) else { return at };
                    only(&mut self.attribute(class, &attribute.attr).iter()).map(|binding| binding.what)
                }
                Expr::Named(named) => Some(Bound::Value(&named.value)),
                _ => return at,
            };
            match next {
                Some(Bound::Value(value)) => at = value,
                _ => return at,
            }
        }
        at
    }
}

fn only<'b, 'a: 'b>(bindings: &mut impl Iterator<Item = &'b Binding<'a>>) -> Option<&'b Binding<'a>> {
    bindings.next().filter(|_| bindings.next().is_none())
}

/// Whether a name stands for a list that is written here. What is appended to it may be anything.
fn is_list(binding: &Binding) -> bool {
    matches!(binding.what, Bound::Value(Expr::List(_)))
}

struct Constants<'s, 'a> {
    scopes: &'s Scopes<'a>,
    steps: Cell<u32>,
}

impl<'a> Constants<'_, 'a> {
    fn of(&self, expr: &'a Expr, depth: u32) -> Option<Datum> {
        self.steps.set(self.steps.get() + 1);
        let depth = depth.checked_sub(1).filter(|_| self.steps.get() < STEPS)?;
        Some(match expr {
            Expr::NoneLiteral(_) => Datum::None,
            Expr::BooleanLiteral(literal) => Datum::Bool(literal.value),
            Expr::StringLiteral(literal) => Datum::Str(text(&literal.value).to_string()),
            Expr::BytesLiteral(literal) => Datum::Bytes(literal.value.bytes().collect()),
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(int) => int.as_i64().map_or(Datum::Opaque, |int| Datum::Int(int.into())),
                Number::Float(float) => Datum::Float(*float),
                Number::Complex { .. } => Datum::Opaque,
            },
            Expr::EllipsisLiteral(_) => Datum::Opaque,
            Expr::FString(fstring) => self.fstring(fstring, depth)?,
            Expr::BinOp(_) => self.operators(expr, depth)?,
            Expr::UnaryOp(unary) => match (unary.op, self.of(&unary.operand, depth)?) {
                (UnaryOp::USub, Datum::Int(value)) => Datum::Int(value.checked_neg()?),
                (UnaryOp::Not, value) => value.truth().map_or(Datum::Opaque, |truth| Datum::Bool(!truth)),
                _ => Datum::Opaque,
            },
            Expr::BoolOp(either) => {
                let mut values = Vec::with_capacity(either.values.len());
                for value in &either.values {
                    values.push(self.of(value, depth)?);
                }
                let decides = |value: &Datum| value.truth().map(|truth| truth == (either.op == BoolOp::Or));
                match values.iter().map(decides).collect::<Option<Vec<bool>>>() {
                    Some(answers) => {
                        let at = answers.iter().position(|answer| *answer).unwrap_or(values.len() - 1);
                        values.swap_remove(at)
                    }
                    None => Datum::Opaque,
                }
            }
            Expr::If(choice) => {
                let (body, orelse) = (self.of(&choice.body, depth)?, self.of(&choice.orelse, depth)?);
                if body == orelse { body } else { Datum::Opaque }
            }
            Expr::Compare(compare) => {
                self.of(&compare.left, depth)?;
                self.all(&compare.comparators, depth)?
            }
            Expr::Tuple(tuple) => self.all(&tuple.elts, depth)?,
            Expr::List(list) => self.all(&list.elts, depth)?,
            Expr::Set(set) => self.all(&set.elts, depth)?,
            Expr::Dict(dict) => {
                for item in &dict.items {
                    if let Some(key) = &item.key {
                        self.of(key, depth)?;
                    }
                    self.of(&item.value, depth)?;
                }
                Datum::Opaque
            }
            Expr::Starred(starred) => self.of(&starred.value, depth)?,
            Expr::Named(named) => self.of(&named.value, depth)?,
            Expr::Subscript(subscript) => {
                let (value, slice) = (self.of(&subscript.value, depth)?, self.of(&subscript.slice, depth)?);
                arithmetic::item(&value, &slice)
            }
            Expr::Slice(slice) => {
                for bound in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.of(bound, depth)?;
                }
                Datum::Opaque
            }
            Expr::ListComp(comp) => {
                self.of(&comp.elt, depth)?;
                Datum::Opaque
            }
            Expr::Generator(comp) => {
                self.of(&comp.elt, depth)?;
                Datum::Opaque
            }
            Expr::Name(name) => {
                if matches!(name.id.as_str(), "__file__" | "__name__" | "__debug__") {
                    return Some(Datum::Opaque);
                }
                let (_, bindings) = self.scopes.find(&name.id, name.start())?;
                if self.scopes.grown.contains(name.id.as_str()) && bindings.clone().any(is_list) {
                    return None;
                }
                self.bound(bindings, depth)?
            }
            Expr::Attribute(attribute) => self.attribute(expr, attribute, depth)?,
            Expr::Call(call) => self.call(call, depth)?,
            _ => return None,
        })
    }

    fn all(&self, exprs: &'a [Expr], depth: u32) -> Option<Datum> {
        for expr in exprs {
            self.of(expr, depth)?;
        }
        Some(Datum::Opaque)
    }

    /// The value of a name with these bindings, all of which must be constant.
    fn bound<'b>(&self, bindings: impl Iterator<Item = &'b Binding<'a>>, depth: u32) -> Option<Datum>
    where
        'a: 'b,
    {
        let mut value: Option<Datum> = None;
        for binding in bindings {
            let (one, whole) = match binding.what {
                Bound::Value(expr) => (self.of(expr, depth)?, true),
                Bound::Element(expr) | Bound::Augmented(expr) | Bound::Iteration(expr) => {
                    (self.of(expr, depth)?, false)
                }
                Bound::Annotated(_) => continue,
                _ => return None,
            };
            value = Some(match value {
                None if whole => one,
                Some(before) if whole && before == one => one,
                _ => Datum::Opaque,
            });
        }
        value
    }

    fn attribute(&self, expr: &'a Expr, attribute: &'a ruff_python_ast::ExprAttribute, depth: u32) -> Option<Datum> {
        if let Some(class) = self.scopes.class_of_self(&attribute.value) {
            let bindings = self.scopes.attribute(class, &attribute.attr);
            if self.scopes.grown.contains(attribute.attr.as_str()) && bindings.iter().any(is_list) {
                return None;
            }
            return self.bound(bindings.iter(), depth);
        }
        if let Expr::Name(name) = &*attribute.value {
            let mut bindings = self.scopes.find(&name.id, name.start())?.1;
            if let Some(Bound::Class(def)) = only(&mut bindings).map(|binding| binding.what) {
                let class = self.scopes.opened_by(&def.body)?;
                let is_class = matches!(self.scopes.scope(class).kind, ScopeKind::Class(_));
                let bindings = self.scopes.attribute(class, &attribute.attr);
                return if is_class { self.bound(bindings.iter(), depth) } else { None };
            }
        }
        self.scopes.path(expr).filter(|path| arithmetic::is_constant_name(path.as_str())).map(|_| Datum::Opaque)
    }

    fn call(&self, call: &'a ExprCall, depth: u32) -> Option<Datum> {
        let mut arguments = Vec::with_capacity(call.arguments.args.len());
        for argument in &call.arguments.args {
            arguments.push(self.of(argument, depth)?);
        }
        for keyword in &call.arguments.keywords {
            self.of(&keyword.value, depth)?;
        }
        let keywords = !call.arguments.keywords.is_empty();
        if let Expr::Attribute(attribute) = &*call.func
            && let Some(receiver) = self.of(&attribute.value, depth)
        {
            return arithmetic::method(&receiver, &attribute.attr, &arguments, keywords, || {
                self.joined(call.arguments.args.first()?, &receiver, depth)
            });
        }
        let path = self.scopes.path(&call.func)?;
        arithmetic::function(path.as_str(), &arguments)
    }

    /// `separator.join([...])`.
    fn joined(&self, argument: &'a Expr, separator: &Datum, depth: u32) -> Option<Datum> {
        let parts = match self.scopes.definition(argument) {
            Expr::List(list) => &list.elts,
            Expr::Tuple(tuple) => &tuple.elts,
            _ => return None,
        };
        let mut strings = Vec::with_capacity(parts.len());
        for part in parts {
            strings.push(self.of(part, depth)?.as_str()?.to_string());
        }
        Some(Datum::Str(strings.join(separator.as_str()?)))
    }

    fn fstring(&self, fstring: &'a ExprFString, depth: u32) -> Option<Datum> {
        let mut value = Some(String::new());
        for part in &fstring.value {
            match part {
                ruff_python_ast::FStringPart::Literal(literal) => {
                    value = value.map(|before| before + literal.as_str());
                }
                ruff_python_ast::FStringPart::FString(inner) => {
                    for element in &inner.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                value = value.map(|before| before + &literal.value);
                            }
                            InterpolatedStringElement::Interpolation(field) => {
                                let datum = self.of(&field.expression, depth)?;
                                let plain = field.format_spec.is_none() && field.conversion.is_none();
                                let shown = arithmetic::shown(&datum).filter(|_| plain);
                                value = value.zip(shown).map(|(before, shown)| before + &shown);
                            }
                        }
                    }
                }
            }
        }
        Some(value.map_or(Datum::Opaque, Datum::Str))
    }

    /// A chain of operators, from its innermost left operand on: chains are as long as a file.
    fn operators(&self, expr: &'a Expr, depth: u32) -> Option<Datum> {
        let mut chain = Vec::new();
        let mut at = expr;
        while let Expr::BinOp(operator) = at {
            chain.push(operator);
            at = &operator.left;
        }
        let mut value = self.of(at, depth)?;
        for operator in chain.into_iter().rev() {
            let right = self.of(&operator.right, depth)?;
            value = arithmetic::operator(operator.op, &value, &right);
        }
        Some(value)
    }
}
