//! Answers of language models that another function, method or file of the program gets.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, StmtClassDef};
use ruff_text_size::Ranged;

use super::call::Callee;
use super::engine::Engine;
use super::value::Value;
use crate::models::{self, Origin};
use crate::value::last_name;

impl<'a> Engine<'_, 'a> {
    /// The answer of what asks a language model, by its name: `call_llm(prompt)`, `self.llm.generate(prompt)`.
    pub(super) fn answer_by_name(&mut self, call: &'a ExprCall, callee: &Callee<'a>) -> Option<Value> {
        if !self.asks_models {
            return None;
        }
        let asks = match &*call.func {
            Expr::Attribute(method) => {
                let object = match &*method.value {
                    Expr::Call(made) => last_name(&made.func),
                    object => last_name(object),
                };
                let class = callee.path.rsplit_once("().").and_then(|(class, _)| class.rsplit('.').next());
                [object, class].into_iter().flatten().any(|of| models::object_asks_model(of, callee.name))
                    || models::asks_model(callee.name)
            }
            _ => models::asks_model(callee.name),
        };
        if !asks {
            return None;
        }
        let taints = self.source(call.range(), Origin::Model, models::CLEAN_AS_TEXT);
        let value = Value::tainted(taints);
        Some(if callee.path.is_empty() { value } else { value.with_path(format!("{}()", callee.path)) })
    }

    /// Keeps what a language model wrote and a method stores in an attribute of its object, for the other methods.
    pub(super) fn keep_answer(&mut self, target: &'a ExprAttribute, value: &Value) {
        let taints: Vec<_> = value.all_taints().into_iter().filter(|taint| taint.origin == Origin::Model).collect();
        if taints.is_empty() || self.for_other_files {
            return;
        }
        let Some(class) = self.cx.scopes().class_of_self(&target.value) else { return };
        let value = Value::tainted(taints);
        let kept = self.kept.entry((class, target.attr.to_string())).or_default();
        *kept = if kept.known().is_none() { value } else { kept.join(&value) };
    }

    /// What another method has stored in an attribute of the object, if a language model wrote it.
    pub(super) fn kept_answer(&self, attribute: &'a ExprAttribute) -> Option<Value> {
        if self.kept.is_empty() {
            return None;
        }
        let class = self.cx.scopes().class_of_self(&attribute.value)?;
        self.kept.get(&(class, attribute.attr.to_string())).cloned()
    }

    /// Whether a method of this class has stored what a language model wrote.
    pub(super) fn keeps_answers(&self, class: &StmtClassDef) -> bool {
        let scopes = self.cx.scopes();
        self.kept.keys().any(|(id, _)| scopes.class_def(*id).is_some_and(|of| std::ptr::eq(of, class)))
    }
}
