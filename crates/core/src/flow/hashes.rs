//! What is hashed. Most weak hashes only name something; one of what a client sends may be worth a look.

use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::call::{Arguments, Callee};
use super::engine::Engine;
use super::value::{Shape, Value};
use crate::models::{Kinds, Origin};
use crate::scopes::Datum;

/// The name under which an object keeps where the call starts that made it.
const MADE_AT: &str = "<made at>";

impl<'a> Engine<'_, 'a> {
    /// Notes a call that was asked about and that hashes what a client sends, itself or by `update` later on.
    pub(super) fn hashed(&mut self, call: &'a ExprCall, callee: &Callee<'a>, arguments: &Arguments) {
        if self.asked.hashes.is_empty() {
            return;
        }
        let earlier = callee.receiver.as_ref().filter(|_| callee.name == "update").and_then(made_at);
        let Some(at) = earlier.or_else(|| self.asked_hash(call)) else { return };
        let is_sent = |value: &Value| {
            value.all_taints().iter().any(|taint| {
                taint.clean != Kinds::ALL
                    && matches!(taint.origin, Origin::Request | Origin::Handler | Origin::Segment | Origin::Helper)
            })
        };
        if arguments.all().any(is_sent) {
            self.found.hashed.insert(at);
        }
    }

    /// What the result of a call keeps if it was asked about as a hash.
    pub(super) fn hash_made(&self, call: &'a ExprCall) -> Option<(String, Value)> {
        let at = self.asked_hash(call)?;
        Some((MADE_AT.to_string(), Value::constant(Datum::Int(at.into()))))
    }

    /// Where a call starts in the bytes of the file, if it was asked about as a hash.
    fn asked_hash(&self, call: &'a ExprCall) -> Option<u32> {
        if self.asked.hashes.is_empty() {
            return None;
        }
        let at = self.cx.document.source_offset(call.start());
        self.asked.hashes.contains(&at).then_some(at)
    }
}

/// Where the call starts that made a value, if it was asked about.
fn made_at(value: &Value) -> Option<u32> {
    let Shape::Object(kept) = &value.known()?.shape else { return None };
    let (_, at) = kept.iter().find(|(name, _)| name == MADE_AT)?;
    at.only()?.as_int()?.try_into().ok()
}
