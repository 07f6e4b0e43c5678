//! Schemas of `jsonschema`: what a document can do no harm at after it was compared with one.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::engine::Engine;
use super::guard::cleaned_by_match;
use super::state::State;
use super::step::Event;
use super::value::Value;
use crate::models::{Kind, Kinds};

/// How deep the parts of a schema are looked at.
const DEEPEST: usize = 6;
/// How many steps one part costs: what is known of a document grows with each.
const STEPS_PER_PART: u32 = 8;

/// Whether a function compares a document with a schema, and raises an exception where it differs.
pub(super) fn is_validator(path: &str) -> bool {
    let is_of = path.starts_with("jsonschema.") || path.starts_with("fastjsonschema.");
    is_of && path.ends_with(".validate")
}

impl<'a> Engine<'_, 'a> {
    /// Notes what a schema restricts. Of a document, the types of its parts are known, and no more.
    pub(super) fn restricted_by_schema(&mut self, call: &'a ExprCall, state: &mut State<'a>) {
        let Some(document) = call.arguments.find_argument_value("instance", 0) else { return };
        let value = self.eval(document, state);
        if !value.is_tainted() {
            return;
        }
        Self::clean_onwards(&value, Kinds::of(&[Kind::NoSql]), state);
        if let Some(schema) = call.arguments.find_argument_value("schema", 1) {
            self.restrict(&value, schema, call, DEEPEST, state);
        }
    }

    fn restrict(&mut self, value: &Value, schema: &'a Expr, call: &ExprCall, depth: usize, state: &mut State<'a>) {
        if depth == 0 {
            return;
        }
        let Expr::Dict(schema) = self.written(schema) else { return };
        for item in &schema.items {
            let Some(key) = item.key.as_ref().and_then(|key| self.cx.string(key)) else { continue };
            match key.as_ref() {
                "enum" | "const" => Self::clean_onwards(value, Kinds::ALL, state),
                "type" => {
                    let is_text = self
                        .cx
                        .string(&item.value)
                        .is_none_or(|class| !matches!(class.as_ref(), "integer" | "number" | "boolean" | "null"));
                    if !is_text {
                        Self::clean_onwards(value, Kinds::ALL, state);
                    }
                }
                "pattern" => {
                    let pattern = self.cx.string(&item.value);
                    Self::clean_onwards(value, cleaned_by_match(pattern.as_deref(), false), state);
                }
                "properties" => {
                    let Expr::Dict(parts) = self.written(&item.value) else { continue };
                    for part in &parts.items {
                        self.spend(STEPS_PER_PART);
                        if !self.step() {
                            return;
                        }
                        let Some(name) = part.key.as_ref().and_then(|key| self.cx.string(key)) else { continue };
                        let inner = self.part(value, Event::Part, call.range(), &format!("[{name}]"));
                        self.restrict(&inner, &part.value, call, depth - 1, state);
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the expression that a name has as its only value, or the expression itself. Anything may give an attribute
    /// another value.
    fn written(&self, expr: &'a Expr) -> &'a Expr {
        if expr.is_name_expr() { self.cx.scopes().definition(expr) } else { expr }
    }
}
