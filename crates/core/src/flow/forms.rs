//! What frameworks take out of a request and check: the fields of forms, serializers and models, and the variable parts
//! of an address.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::call::{Arguments, Callee};
use super::engine::Engine;
use super::entry::is_harmless_class;
use super::parts::only_taints;
use super::step::Event;
use super::value::{Taint, Value};
use crate::models::{self, Kind, Kinds, Origin};
use crate::scopes::{Datum, Target};
use crate::value::last_name;

/// The name of what holds fields by their names.
pub(super) const FIELDS: &str = "<fields>";

/// Words in the names of fields that hold files.
const FILES: &[&str] =
    &["file", "files", "image", "images", "photo", "picture", "avatar", "logo", "upload", "attachment", "document"];

/// Classes of fields that hold text as the client wrote it.
const TEXTS: &[&str] = &[
    "CharField",
    "TextField",
    "StringField",
    "TextAreaField",
    "HiddenField",
    "PasswordField",
    "SearchField",
    "TelField",
    "URLField",
    "JSONField",
    "Str",
    "String",
    "Url",
    "URL",
    "Raw",
    "Field",
    "Dict",
    "List",
];

impl<'a> Engine<'_, 'a> {
    /// An attribute in which a framework hands over what it took out of the request.
    pub(super) fn filled_in(&mut self, attribute: &'a ExprAttribute, range: TextRange) -> Option<Value> {
        // What a form has tested may be kept.
        let clean = models::CLEAN_AS_TEXT.and(Kinds::of(&[Kind::Trust]));
        match attribute.attr.as_str() {
            "cleaned_data" | "validated_data" if self.handles() && self.imports.any(&["django", "rest_framework"]) => {
                Some(Value::tainted(self.source(range, Origin::Handler, clean)).with_path(FIELDS))
            }
            "kwargs" if self.frame().is_view && self.is_self(&attribute.value) => {
                let clean = clean.and(Kinds::of(&[Kind::Redirect]));
                Some(Value::tainted(self.source(range, Origin::Segment, clean)).with_path(FIELDS))
            }
            "data" => {
                let Expr::Attribute(field) = &*attribute.value else { return None };
                if !self.imports.any(&["flask", "quart"]) || !self.handles() || !self.is_form(&field.value) {
                    return None;
                }
                let value = Value::tainted(self.source(range, Origin::Handler, clean));
                Some(self.field(&value, &field.attr))
            }
            _ => None,
        }
    }

    /// Whether an attribute of a form of Django is what the form made of its data: an object that it found or stored.
    pub(super) fn is_found_by_form(&self, attribute: &'a ExprAttribute) -> bool {
        const SENT: &[&str] = &["data", "files", "cleaned_data", "changed_data", "fields"];
        !SENT.contains(&attribute.attr.as_str())
            && self.imports.any(&["django"])
            && self.is_made_by(&attribute.value, names_form) == Some(true)
    }

    /// Whether the function that is run, or one that called it, answers requests.
    fn handles(&self) -> bool {
        self.frames.iter().any(|frame| frame.handles)
    }

    fn is_self(&mut self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if self.frame().self_name == Some(name.id.as_str()))
    }

    /// Whether an expression is a form of `WTForms`, by its class or its name.
    fn is_form(&self, expr: &'a Expr) -> bool {
        let is_called_form = || matches!(expr, Expr::Name(name) if names_form(&name.id));
        self.is_made_by(expr, names_form).unwrap_or_else(is_called_form)
    }

    /// Whether the name of the class of an object passes a test; that of a class that it derives from, if the file has it.
    /// `None` if nothing is known of the object.
    fn is_made_by(&self, expr: &'a Expr, test: fn(&str) -> bool) -> Option<bool> {
        Some(match self.cx.scopes().target(expr) {
            Target::Instance(class) => class.bases().iter().any(|base| last_name(base).is_some_and(test)),
            Target::External(path) if path.as_str().ends_with("()") => {
                test(path.as_str().trim_end_matches("()").rsplit('.').next().unwrap_or_default())
            }
            Target::Unknown => return None,
            _ => false,
        })
    }

    /// One of the fields of a value.
    pub(super) fn field(&self, value: &Value, name: &str) -> Value {
        const LEADING: &[&str] = &["next", "url", "uri", "redirect", "return", "link", "target", "goto", "href"];
        if !self.is_text_field(name) {
            return Value::default();
        }
        let words = crate::value::words(name);
        // An uploaded file, whose name frameworks cut at its slashes.
        let is_file = words.iter().any(|word| FILES.contains(&word.as_str()))
            && !words.iter().any(|word| matches!(word.as_str(), "name" | "path"));
        let kinds = if is_file { Kinds::of(&[Kind::Path, Kind::Upload]) } else { Kinds::NONE };
        let value = only_taints(value).cleaned(kinds);
        if words.iter().any(|word| LEADING.contains(&word.as_str())) {
            value
        } else {
            // It may be an object that knows its address.
            value.cleaned(Kinds::of(&[Kind::Redirect]))
        }
    }

    /// Whether a field with this name may hold any text, by its name and by what the file says of it.
    fn is_text_field(&self, name: &str) -> bool {
        if !models::may_be_text(name) || self.is_converted(name) {
            return false;
        }
        let text = self.cx.document.text();
        // A method of the form tests it.
        if ["clean", "validate"].iter().any(|verb| text.contains(&format!("def {verb}_{name}("))) {
            return false;
        }
        let mut fields = self.cx.scopes().classes().filter_map(|class| field_of(class, name)).peekable();
        fields.peek().is_none() || fields.any(|field| self.is_text_call(field))
    }

    /// Whether a call makes a field that holds any text.
    fn is_text_call(&self, field: &ExprCall) -> bool {
        let text = self.cx.document.text().get(field.range().to_std_range()).unwrap_or_default();
        last_name(&field.func).is_some_and(|class| TEXTS.contains(&class))
            && !["Regex", "regex", "AnyOf", "OneOf", "validate="].iter().any(|check| text.contains(check))
    }

    /// What a model or a schema makes of a value: its fields hold what was there, if they may be text.
    pub(super) fn validated(
        &mut self,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
    ) -> Option<Value> {
        let Expr::Attribute(method) = &*call.func else { return None };
        let is_schema = match callee.name {
            "model_validate" | "model_validate_json" | "parse_obj" | "parse_raw" => false,
            "load" | "loads" if self.is_schema(&method.value) => true,
            _ => return None,
        };
        let given = arguments.positional.first().or_else(|| arguments.named.first().map(|(_, value)| value))?;
        if !given.is_tainted() {
            return None;
        }
        let value = only_taints(given).changed(&|taint| Taint {
            origin: if taint.origin == Origin::Request { Origin::Handler } else { taint.origin },
            ..taint.clone()
        });
        let (Target::Class(class) | Target::Instance(class)) = self.cx.scopes().target(&method.value) else {
            return Some(value.with_path(FIELDS));
        };
        if is_schema {
            let mut entries = Vec::new();
            for (name, field) in fields_of(class) {
                let part = if models::may_be_text(name) && self.is_text_call(field) {
                    self.part(&value, Event::Part, call.range(), &format!("[{name}]"))
                } else {
                    Value::default()
                };
                entries.push((Datum::Str(name.to_string()), part));
            }
            return Some(Value::dict(entries));
        }
        let mut attributes = Vec::new();
        for stmt in &class.body {
            let Stmt::AnnAssign(field) = stmt else { continue };
            let Expr::Name(name) = &*field.target else { continue };
            let part = if self.is_checked_field(class, &name.id, &field.annotation, field.range) {
                Value::default()
            } else {
                self.part(&value, Event::Part, call.range(), &name.id)
            };
            attributes.push((name.id.to_string(), part));
        }
        Some(Value::instance(attributes))
    }

    /// Whether an expression is a schema of `marshmallow`, by its class.
    fn is_schema(&self, expr: &'a Expr) -> bool {
        self.is_made_by(expr, |name| name.to_ascii_lowercase().ends_with("schema")) == Some(true)
    }

    /// Whether a model of the file tests a field: by its class, its pattern, or a function.
    pub(super) fn is_checked_field(
        &self,
        class: &'a StmtClassDef,
        name: &str,
        annotation: &'a Expr,
        field: TextRange,
    ) -> bool {
        let text = self.cx.document.text().get(field.to_std_range()).unwrap_or_default();
        let is_validator =
            |def: &StmtFunctionDef| {
                def.decorator_list.iter().any(|each| match &each.expression {
                    Expr::Call(call) => {
                        matches!(last_name(&call.func), Some("validator" | "field_validator"))
                            && call.arguments.args.iter().any(
                                |each| matches!(each, Expr::StringLiteral(literal) if literal.value.to_str() == name),
                            )
                    }
                    _ => false,
                })
            };
        is_harmless_class(annotation)
            || self.names_enumeration(annotation)
            || ["pattern", "regex", "Literal"].iter().any(|check| text.contains(check))
            || class.body.iter().any(|stmt| matches!(stmt, Stmt::FunctionDef(def) if is_validator(def)))
    }
}

fn names_form(name: &str) -> bool {
    name == "form" || name.ends_with("_form") || name.ends_with("Form")
}

/// Returns the calls that make the fields of a class, by name: `name = CharField()`.
fn fields_of(class: &StmtClassDef) -> impl Iterator<Item = (&str, &ExprCall)> {
    class.body.iter().filter_map(|stmt| match stmt {
        Stmt::Assign(assign) => match (&*assign.targets, &*assign.value) {
            ([Expr::Name(name)], Expr::Call(call)) => Some((name.id.as_str(), call)),
            _ => None,
        },
        _ => None,
    })
}

fn field_of<'a>(class: &'a StmtClassDef, name: &str) -> Option<&'a ExprCall> {
    fields_of(class).find(|(known, _)| *known == name).map(|(_, call)| call)
}
