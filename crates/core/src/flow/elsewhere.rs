//! What functions of other files do with what they are given, by their names.

use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::call::{Arguments, Callee};
use super::engine::Engine;
use super::sink::program;
use super::value::Taint;
use crate::models::{self, Kind};
use crate::scopes::Target;

impl<'a> Engine<'_, 'a> {
    /// Reports what becomes the command of a function of another file that is named after running one:
    /// `helpers.run_command("ps " + name)`.
    pub(super) fn run_elsewhere(&mut self, call: &'a ExprCall, callee: &Callee<'a>, arguments: &Arguments) {
        if !models::RUNNERS.contains(&callee.name) {
            return;
        }
        // A function of a module, not a method of an object of a library.
        let is_elsewhere = matches!(self.target(&call.func), Target::External(path) if !path.as_str().contains('('));
        let command = ["command", "cmd"].iter().find_map(|name| arguments.named(name));
        let Some(command) = command.or_else(|| arguments.positional.first()).filter(|_| is_elsewhere) else { return };
        let harm = if command.is_list() { program(command) } else { command.harm(Kind::Command) };
        if let Some(taint) = harm {
            self.hit(Kind::Command, Taint { doubtful: true, ..taint }, call.range(), false);
        }
    }
}
