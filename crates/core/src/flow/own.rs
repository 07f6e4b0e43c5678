//! What the configuration says of the code of its own program.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange};

use super::call::{Arguments, Callee};
use super::engine::Engine;
use super::parts::only_taints;
use super::value::{Piece, Value};
use crate::models::{self, Kinds, Origin, OwnArgument, SourceForm};
use crate::scopes::Used;

impl Callee<'_> {
    fn used(&self) -> Used<'_> {
        Used { path: &self.path, name: self.name, is_member: self.receiver.is_some(), expr: self.func }
    }
}

impl<'a> Engine<'_, 'a> {
    /// Reports the arguments of a call that does harm, as the configuration says.
    pub(super) fn own_sinks(&mut self, call: &'a ExprCall, callee: &Callee<'a>, arguments: &Arguments) {
        let models = self.cx.setup.models;
        for own in models.sinks_of(callee.used()) {
            own.with(|sink| self.deliver(sink, own.name.as_str(), call, callee, arguments));
        }
    }

    /// The result of a call, as the configuration says.
    pub(super) fn own_result(
        &mut self,
        call: &'a ExprCall,
        function: &Value,
        callee: &Callee<'a>,
        arguments: &Arguments,
    ) -> Option<Value> {
        let models = self.cx.setup.models;
        let used = callee.used();
        if let Some(value) =
            models.source(SourceForm::Call, used).and_then(|found| self.own_source(call.range(), found))
        {
            return Some(named(value, &callee.path));
        }
        if function.is_tainted() && models.source(SourceForm::Attribute, used).is_some() {
            let taints = self.renamed(function.all_taints(), call.range());
            return Some(named(Value::tainted(taints), &callee.path));
        }
        let everything = || only_taints(&Value::collapsed(arguments.all().chain(callee.receiver.as_ref())));
        if let Some(kinds) = models.sanitizer(used) {
            return Some(named(everything().cleaned(kinds), &callee.path));
        }
        let own = models.propagator(used)?;
        let carried = if own.arguments.is_empty() {
            everything()
        } else {
            let given = own.arguments.iter().filter_map(|argument| match argument {
                OwnArgument::At(at) => arguments.positional.get(*at),
                OwnArgument::Named(name) => arguments.named(name),
            });
            only_taints(&Value::collapsed(given))
        };
        Some(named(carried, &callee.path))
    }

    /// An attribute that is a source, as the configuration says. `base` is the qualified name of what it belongs to.
    pub(super) fn own_attribute(&mut self, base: Option<&str>, name: &str, range: TextRange) -> Option<Value> {
        let models = self.cx.setup.models;
        if models.sources().is_empty() {
            return None;
        }
        let path = base.map(|base| format!("{base}.{name}")).unwrap_or_default();
        let found = models.source(SourceForm::Attribute, Used { path: &path, name, is_member: true, expr: None })?;
        Some(named(self.own_source(range, found)?, &path))
    }

    /// A name outside the functions that is a source, as the configuration says.
    pub(super) fn own_name(&mut self, path: &str, expr: &'a Expr) -> Option<Value> {
        let models = self.cx.setup.models;
        if models.sources().is_empty() {
            return None;
        }
        let name = path.rsplit('.').next().unwrap_or(path);
        let is_member = matches!(expr, Expr::Attribute(_));
        let found = models.source(SourceForm::Attribute, Used { path, name, is_member, expr: None })?;
        Some(named(self.own_source(expr.range(), found)?, path))
    }

    /// Returns where the parameters of a function come from that this decorates, as the configuration says.
    pub(super) fn own_decorator(&self, func: &'a Expr) -> Option<Origin> {
        let models = self.cx.setup.models;
        if models.sources().is_empty() {
            return None;
        }
        let path = self.cx.path(func);
        let path = path.as_ref().map(crate::scopes::Path::as_str).unwrap_or_default();
        let name = crate::value::last_name(func).unwrap_or_default();
        let used = Used { path, name, is_member: matches!(func, Expr::Attribute(_)), expr: Some(func) };
        models.source(SourceForm::Decorator, used).map(|(origin, _)| origin)
    }

    /// Whether one of the arguments is an address of a host whose answers are no source.
    pub(super) fn is_trusted(&self, arguments: &Arguments) -> bool {
        let models = self.cx.setup.models;
        models.trusts_hosts() && arguments.all().any(|value| host_of(value).is_some_and(|host| models.trusts(&host)))
    }

    fn own_source(&mut self, range: TextRange, (origin, kinds): (Origin, Kinds)) -> Option<Value> {
        let clean = match origin {
            Origin::Network => models::CLEAN_FROM_NETWORK,
            Origin::Command if !self.all_sources => return None,
            _ => models::CLEAN_AS_TEXT,
        };
        let clean = clean.and(Kinds::ALL.without(kinds));
        let text = self.excerpt(range);
        Some(Value::tainted(self.named_source(range, text, origin, clean)))
    }
}

/// A value that is the result of a function with this qualified name, if it has one.
fn named(value: Value, path: &str) -> Value {
    if path.is_empty() { value } else { value.with_path(format!("{path}()")) }
}

/// Returns the host of an address, if all of its name is known.
fn host_of(value: &Value) -> Option<String> {
    let pieces = value.pieces();
    let Some(Piece::Text(first)) = pieces.first() else { return None };
    let after = first.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https" | "ws" | "wss"))?.1;
    let end = after.find(['/', '?', '#', '\\']);
    // What follows may go on with the name.
    let authority = match end {
        Some(end) => &after[..end],
        None if pieces.len() == 1 => after,
        None => return None,
    };
    let host = authority.split(':').next().unwrap_or(authority);
    (!host.is_empty() && !authority.contains('@')).then(|| host.to_string())
}
