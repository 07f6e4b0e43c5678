//! Decides whether a file is run. Most files have nothing that comes in from outside, which the walk notices.

use ruff_python_ast::{Expr, ExprAttribute, StmtClassDef, StmtFunctionDef};

use super::imports::is_common;
use super::signs::{Taken, is_command, is_entry, is_handler, is_kwargs, taken};
use crate::context::Import;
use crate::models;

/// What the walk has seen of a file.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Gate {
    /// Values come in, whatever else there is.
    open: bool,
    /// Something is named like a request.
    requests: bool,
    /// Something is named like what a framework takes out of a request.
    filled: bool,
    /// A framework is imported, so that this is one.
    frameworks: bool,
    /// Something is imported that a file without a framework does not need to handle requests.
    others: bool,
    /// Sockets are imported.
    sockets: bool,
    /// Values come in from whoever runs the program.
    commands: bool,
    /// Something has the name of a file, and something is saved: a function may get a file that was uploaded.
    has_filename: bool,
    saves: bool,
}

impl Gate {
    /// Lets the file be run.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// Whether the file is run.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.open
            || (self.has_filename && self.saves)
            || (self.requests && (self.frameworks || !self.others))
            || (self.filled && self.frameworks)
    }

    /// Whether the file is run if what comes from whoever runs the program counts.
    #[must_use]
    pub const fn is_open_to_commands(self) -> bool {
        self.is_open() || self.commands
    }

    /// Looks at an import.
    pub fn import(&mut self, import: &Import) {
        match import {
            Import::Plain(_) => import.names().iter().for_each(|alias| self.imported(&alias.name, |_| false)),
            Import::From(stmt) => {
                for alias in &stmt.names {
                    self.open = self.open || models::names_model(&alias.name);
                    self.requests |= alias.name.as_str() == "request";
                    self.commands |= is_command(&alias.name);
                }
                let module = import.module().unwrap_or_default();
                self.open = self.open || models::names_model(module);
                if stmt.level == 0 {
                    self.imported(module, |name| stmt.names.iter().any(|alias| alias.name.as_str() == name));
                }
            }
        }
    }

    fn imported(&mut self, module: &str, has: impl Fn(&str) -> bool) {
        self.sockets |= module == "socket";
        self.others = self.others || !is_common(module.split('.').next().unwrap_or(module));
        if models::may_be_known(module) {
            self.frameworks |= models::is_framework(module, &has);
            self.open |= models::brings_sources(module, has);
        }
    }

    /// Looks at the parameters and the decorators of a function.
    pub fn function(&mut self, def: &StmtFunctionDef) {
        if self.open {
            return;
        }
        match taken(def) {
            Taken::Values => self.open = true,
            Taken::Request => self.requests = true,
            Taken::Nothing => {}
        }
        self.open |= def.decorator_list.iter().any(is_entry);
    }

    /// Looks at what a class derives from.
    pub fn class(&mut self, def: &StmtClassDef) {
        self.open = self.open || is_handler(def);
    }

    /// Looks at an attribute.
    pub fn attribute(&mut self, attribute: &ExprAttribute) {
        if self.open {
            return;
        }
        self.requests = self.requests || is_named(&attribute.value, &["request", "req"]);
        match attribute.attr.as_str() {
            "request" => self.requests = true,
            // Another file may have imported it.
            "web" => self.frameworks |= is_named(&attribute.value, &["aiohttp"]),
            "filename" => self.has_filename = true,
            "save" => self.saves = true,
            // Clients connect to it.
            "accept" => self.open |= self.sockets,
            // A base class in another file may have stored a language model in `self.llm`.
            "start_server" | "llm" | "llm_client" => self.open = true,
            "cleaned_data" | "validated_data" => self.filled = true,
            "kwargs" => self.filled |= is_kwargs(attribute),
            _ => {}
        }
    }

    /// Looks at the name of an attribute or of what is called, for what comes from whoever runs the program.
    pub fn name(&mut self, name: &str) {
        self.commands = self.commands || is_command(name);
    }
}

fn is_named(expr: &Expr, names: &[&str]) -> bool {
    matches!(expr, Expr::Name(name) if names.contains(&name.id.as_str()))
}
