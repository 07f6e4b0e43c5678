//! Where the value of the current call goes: by syntax, and through local variables.

use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::Context;
use crate::node::Node;
use crate::scopes::ScopeId;
use crate::value::{last_name, words};

/// Where a value, or something that was made of it, goes.
#[derive(Clone, Copy, Debug)]
pub enum Destination<'a> {
    /// To a variable, an attribute, an item or a keyword argument with this name.
    Named(&'a str),
    /// To the caller of the function.
    Returned,
    /// To this call, as the argument at this position.
    Argument(&'a ExprCall, usize),
}

/// A destination, and what happened on the way.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The destination.
    pub destination: Destination<'a>,
    /// Whether the value was hashed.
    pub hashed: bool,
}

/// How many variables one question follows.
const FOLLOWED: usize = 6;

/// Functions and methods that hand on what they are given, in another form.
const HANDS_ON: &[&str] = &[
    "str",
    "int",
    "abs",
    "round",
    "hex",
    "oct",
    "bin",
    "bytes",
    "bytearray",
    "chr",
    "repr",
    "format",
    "join",
    "list",
    "tuple",
    "sorted",
    "reversed",
    "map",
    "filter",
    "encode",
    "decode",
    "b64encode",
    "urlsafe_b64encode",
    "b32encode",
    "b16encode",
    "hexlify",
    "hexdigest",
    "digest",
    "UUID",
    "to_bytes",
    "from_bytes",
    "pack",
    "zfill",
    "upper",
    "lower",
    "replace",
    "concatenate",
    "tobytes",
    "tostring",
    "quote",
    "SecretStr",
    "smart_str",
    "force_str",
    "force_bytes",
    "copy",
    "deepcopy",
    "divmod",
    "floor",
    "getvalue",
    "sum",
];

/// Functions that hand on a hash of what they are given.
const HASHES: &[&str] = &[
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s", "new",
    "crc32", "adler32", "Hash", "uuid3", "uuid5",
];

/// Whether a function with this name, at the end of its path, hashes what it is given.
#[must_use]
pub fn is_hash(name: &str) -> bool {
    HASHES.contains(&name)
}

/// Methods that put what they are given into their object.
const PUTS: &[&str] = &["append", "extend", "add", "insert", "update", "write", "appendleft", "setdefault"];

/// Modules that snippets use without an import.
const MODULES: &[&str] = &["random", "time", "datetime", "os", "uuid", "hashlib", "string", "np", "base64"];

impl<'a> Context<'a> {
    /// Returns where the value of the current node goes. `range` is the node's.
    #[must_use]
    pub fn destinations(&self, range: TextRange) -> Vec<Arrival<'a>> {
        let mut flow = Flow { cx: self, hashed: false, using: None, arrivals: Vec::new(), followed: Vec::new() };
        flow.climb(&self.ancestors, range);
        let mut next = 0;
        while let Some((scope, name, hashed)) = flow.followed.get(next).copied() {
            next += 1;
            let mut uses = Vec::new();
            self.search(|ancestors, expr| {
                if let Expr::Name(used) = expr
                    && used.ctx.is_load()
                    && used.id == name
                    && self.scope_of(name, used.range) == Some(scope)
                {
                    uses.push((ancestors.to_vec(), expr));
                }
                uses.len() < 20
            });
            for (ancestors, used) in uses {
                flow.hashed = hashed;
                flow.using = Some(name);
                flow.climb(&ancestors, used.range());
            }
        }
        flow.arrivals
    }

    fn scope_of(&self, name: &str, range: TextRange) -> Option<ScopeId> {
        Some(self.scopes().find(name, range.start())?.0)
    }
}

struct Flow<'c, 'a> {
    cx: &'c Context<'a>,
    /// Whether the value was hashed so far.
    hashed: bool,
    /// The variable that is followed at present.
    using: Option<&'a str>,
    arrivals: Vec<Arrival<'a>>,
    /// The variables that got the value.
    followed: Vec<(ScopeId, &'a str, bool)>,
}

/// What an ancestor does with the value.
enum Step {
    /// Its own value is made of it.
    HandsOn,
    /// The value ends here.
    Ends,
}

impl<'a> Flow<'_, 'a> {
    fn climb(&mut self, ancestors: &[Node<'a>], range: TextRange) {
        let mut child = range;
        for ancestor in ancestors.iter().rev() {
            match self.step(*ancestor, child) {
                Step::Ends => return,
                Step::HandsOn => {}
            }
            child = match ancestor {
                Node::Expr(expr) => expr.range(),
                Node::Keyword(keyword) => keyword.range,
                _ => child,
            };
        }
    }

    fn step(&mut self, ancestor: Node<'a>, child: TextRange) -> Step {
        match ancestor {
            Node::Expr(expr) => self.expression(expr, child),
            Node::Stmt(stmt) => {
                self.statement(stmt, child);
                Step::Ends
            }
            // A keyword is looked at with its call.
            Node::Keyword(_) | Node::FormattedValue(_) | Node::BareGenerator(_) => Step::HandsOn,
            Node::Comprehension(comprehension) if comprehension.iter.range() == child => Step::HandsOn,
            _ => Step::Ends,
        }
    }

    fn expression(&mut self, expr: &'a Expr, child: TextRange) -> Step {
        match expr {
            Expr::Call(call) => return self.call(call, child),
            Expr::Compare(_) | Expr::Slice(_) => return Step::Ends,
            Expr::If(choice) if choice.test.range() == child => return Step::Ends,
            Expr::UnaryOp(unary) if unary.op.is_not() => return Step::Ends,
            Expr::Named(named) => self.give(&named.target),
            Expr::Yield(_) | Expr::YieldFrom(_) => self.arrive(Destination::Returned),
            Expr::Dict(dict) => {
                let item = dict.items.iter().find(|item| item.value.range() == child);
                if let Some(Expr::StringLiteral(key)) = item.and_then(|item| item.key.as_ref()) {
                    self.arrive(Destination::Named(crate::value::text(&key.value)));
                }
                return Step::Ends;
            }
            _ => {}
        }
        Step::HandsOn
    }

    fn call(&mut self, call: &'a ExprCall, child: TextRange) -> Step {
        if call.func.range() == child {
            return Step::HandsOn;
        }
        let name = last_name(&call.func).unwrap_or_default();
        if let Some(keyword) = call.arguments.keywords.iter().find(|keyword| keyword.range == child) {
            let given = keyword.arg.as_deref().unwrap_or_default();
            if matches!(given, "default" | "default_factory" | "factory" | "key") || HANDS_ON.contains(&name) {
                return Step::HandsOn;
            }
            self.arrive(Destination::Named(given));
            return Step::Ends;
        }
        if PUTS.contains(&name)
            && let Expr::Attribute(attribute) = &*call.func
        {
            self.give(&attribute.value);
            return Step::Ends;
        }
        if HASHES.contains(&name) {
            self.hashed = true;
            return if self.is_alone(call) { Step::HandsOn } else { Step::Ends };
        }
        let is_random =
            || self.cx.path(&call.func).is_some_and(|path| path.is_in("random") || path.is_in("numpy.random"));
        if HANDS_ON.contains(&name) || is_random() {
            if name == "shuffle"
                && let Some(shuffled) = call.arguments.args.first()
            {
                self.give(shuffled);
            }
            return Step::HandsOn;
        }
        // The range of a generator without parentheses is not that of an argument.
        let position = call.arguments.args.iter().position(|argument| argument.range().contains_range(child));
        self.arrive(Destination::Argument(call, position.unwrap_or_default()));
        Step::Ends
    }

    /// Whether a hash is made of the value, and not of a key that it is only mixed with. What was given to a variable
    /// before must be all that is hashed.
    fn is_alone(&self, call: &'a ExprCall) -> bool {
        let mut alone = true;
        let arguments = call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|keyword| &keyword.value));
        arguments.for_each(|argument| {
            self.cx.each_in(argument, |part| {
                let Expr::Name(name) = part else { return };
                let id = name.id.as_str();
                let is_module = self.cx.path(part).is_some_and(|path| !path.is_unbound() || MODULES.contains(&id));
                let is_other = self.using != Some(id) && !is_module && !self.cx.is_constant(part);
                let is_key = || words(id).iter().any(|word| word.contains("key") || word.contains("secret"));
                alone &= !is_other || (self.using.is_none() && !is_key());
            });
        });
        alone
    }

    fn statement(&mut self, stmt: &'a Stmt, child: TextRange) {
        match stmt {
            Stmt::Assign(assign) => assign.targets.iter().for_each(|target| self.assign(target, &assign.value, child)),
            Stmt::AnnAssign(assign) => self.give(&assign.target),
            Stmt::AugAssign(assign) => self.give(&assign.target),
            Stmt::For(stmt) if stmt.iter.range() == child => self.give(&stmt.target),
            Stmt::Return(_) => self.arrive(Destination::Returned),
            _ => {}
        }
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr, child: TextRange) {
        let (Some(targets), Some(values)) = (elements(target), elements(value)) else { return self.give(target) };
        for (target, value) in targets.iter().zip(values) {
            if value.range().contains_range(child) {
                self.give(target);
            }
        }
    }

    /// The target gets the value.
    fn give(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                self.arrive(Destination::Named(name.id.as_str()));
                let Some(scope) = self.cx.scope_of(&name.id, name.range) else { return };
                let known = self.followed.iter().any(|(known, id, _)| *known == scope && *id == name.id.as_str());
                if !known && self.followed.len() < FOLLOWED {
                    self.followed.push((scope, name.id.as_str(), self.hashed));
                }
            }
            Expr::Attribute(attribute) => self.arrive(Destination::Named(attribute.attr.as_str())),
            Expr::Subscript(subscript) => match &*subscript.slice {
                Expr::StringLiteral(key) => self.arrive(Destination::Named(crate::value::text(&key.value))),
                _ => self.give(&subscript.value),
            },
            Expr::Starred(starred) => self.give(&starred.value),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|target| self.give(target)),
            Expr::List(list) => list.elts.iter().for_each(|target| self.give(target)),
            _ => {}
        }
    }

    fn arrive(&mut self, destination: Destination<'a>) {
        self.arrivals.push(Arrival { destination, hashed: self.hashed });
    }
}

fn elements(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}
