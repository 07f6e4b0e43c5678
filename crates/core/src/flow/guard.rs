//! Conditions: what they clean where they hold.

use std::rc::Rc;

use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCall, ExprCompare, Operator, Stmt, StmtFunctionDef, UnaryOp};
use ruff_text_size::Ranged;

use super::engine::Engine;
use super::parts::element;
use super::schemas::is_validator;
use super::state::State;
use super::step::{Event, Step};
use super::value::{Piece, Shape, Value};
use crate::models::{Kind, Kinds};
use crate::node::Node;
use crate::scopes::{Datum, Target};

const HOSTS: Kinds = Kinds::of(&[Kind::Host, Kind::Redirect, Kind::Argument]);
/// What the check of a URL is for; a checked one may be kept.
const URLS: Kinds = Kinds::of(&[Kind::Host, Kind::Redirect, Kind::Argument, Kind::Trust]);
/// What a text is no option for that does not begin with a dash.
const OPTIONS: Kinds = Kinds::of(&[Kind::Argument]);
const PATHS: Kinds = Kinds::of(&[Kind::Path, Kind::Upload]);

/// Which values a check cleans.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What was tested, and what is made from it later.
    Onwards,
    /// Everything from the same source: the test is of the whole, as a file name is tested after it was completed.
    Everything,
}

impl<'a> Engine<'_, 'a> {
    /// Records what is known where a condition is `truth`.
    pub(super) fn assume(&mut self, test: &'a Expr, truth: bool, state: &mut State<'a>) {
        if state.ended || !self.step() {
            return;
        }
        self.depth += 1;
        if self.depth.is_multiple_of(16) {
            stacker::maybe_grow(256 << 10, 2 << 20, || self.assume_test(test, truth, state));
        } else {
            self.assume_test(test, truth, state);
        }
        self.depth -= 1;
    }

    fn assume_test(&mut self, test: &'a Expr, truth: bool, state: &mut State<'a>) {
        match test {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.assume(&unary.operand, !truth, state),
            Expr::Named(named) => self.assume(&named.value, truth, state),
            Expr::BoolOp(either) if (either.op == BoolOp::And) == truth => {
                for value in &either.values {
                    self.assume(value, truth, state);
                }
                self.assume_local(&either.values, truth, state);
            }
            Expr::BoolOp(either) => {
                // One of the operands decides, and those before it did not.
                let mut joined: Option<State<'a>> = None;
                let mut before = state.clone();
                for value in &either.values {
                    self.copied(&before);
                    let mut decided = before.clone();
                    self.assume(value, truth, &mut decided);
                    joined = Some(match joined {
                        Some(all) => all.join(decided),
                        None => decided,
                    });
                    self.assume(value, !truth, &mut before);
                }
                if let Some(joined) = joined {
                    *state = joined;
                }
            }
            Expr::Compare(compare) if compare.ops.len() == 1 => self.assume_compared(compare, truth, state),
            Expr::Call(call) => self.assume_call(call, truth, state),
            Expr::Name(_) | Expr::Attribute(_) => self.assume_truth(test, truth, state),
            // `set(name) - ALLOWED`
            Expr::BinOp(difference) if difference.op == Operator::Sub && !truth => {
                self.assume_subset(&difference.left, &difference.right, state);
            }
            _ => {}
        }
    }

    /// `url.startswith("/") and not url.startswith("//")`: it leads to a page of this site.
    fn assume_local(&mut self, tests: &'a [Expr], truth: bool, state: &mut State<'a>) {
        let mut below_root = None;
        let mut not_host = None;
        for test in tests {
            let (test, truth) = match test {
                Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => (&*unary.operand, !truth),
                test => (test, truth),
            };
            let Expr::Call(call) = test else { continue };
            let (Expr::Attribute(attribute), Some(start)) = (&*call.func, call.arguments.args.first()) else {
                continue;
            };
            if attribute.attr.as_str() != "startswith" {
                continue;
            }
            let starts: &[Expr] = match start {
                Expr::Tuple(starts) => &starts.elts,
                start => std::slice::from_ref(start),
            };
            let is_one = |text: &str| starts.iter().any(|start| self.cx.string(start).as_deref() == Some(text));
            if truth && starts.len() == 1 && is_one("/") {
                below_root = Some(&*attribute.value);
            } else if !truth && is_one("//") {
                not_host = Some(&*attribute.value);
            }
        }
        if let (Some(one), Some(other)) = (below_root, not_host)
            && Self::key(one).is_some_and(|key| Self::key(other) == Some(key))
        {
            let value = self.eval(one, state);
            clean(&value, HOSTS, Reach::Everything, state);
        }
    }

    fn assume_truth(&mut self, test: &'a Expr, truth: bool, state: &mut State<'a>) {
        let condition = match test {
            Expr::Name(name) => state.condition(&name.id),
            _ => None,
        };
        if let (Expr::Name(name), Some((condition, place))) = (test, condition) {
            self.assume_named(&name.id, condition, place, truth, state);
        }
        let value = self.eval(test, state);
        match value.path_str() {
            Some(path) if is_match(path) => {
                if truth {
                    let whole = path.ends_with("fullmatch()");
                    let kinds = cleaned_by_match(pattern_of(&value).as_deref(), whole);
                    clean(&value, kinds, Reach::Everything, state);
                }
            }
            Some(path) if is_host(path) => {
                if !truth {
                    clean(&value, HOSTS, Reach::Everything, state);
                }
            }
            Some(path) if let Some(inner) = asks_for_inner(path) => {
                if truth != inner {
                    clean(&value, HOSTS, Reach::Everything, state);
                }
            }
            // Nothing does no harm.
            _ => {
                if !truth && self.is_whole(test, &value) {
                    clean(&value, Kinds::ALL, Reach::Onwards, state);
                }
            }
        }
    }

    /// Records what is known where a name is `truth` that stands for a condition: `valid = is_name(text)`,
    /// `error = check(text)`, `valid, error = check(text)`.
    fn assume_named(
        &mut self,
        name: &str,
        condition: &'a Expr,
        place: Option<usize>,
        truth: bool,
        state: &mut State<'a>,
    ) {
        const BAD: &[&str] = &["error", "errors", "err", "errs", "problem", "problems", "reason", "violations"];
        let says_bad = crate::value::words(name).iter().any(|word| BAD.contains(&word.as_str()));
        let Expr::Call(call) = condition else { return self.assume(condition, truth, state) };
        if place.is_none() && !says_bad {
            return self.assume(condition, truth, state);
        }
        if let Target::Function(def) = self.target(&call.func) {
            self.assume_answer(call, place, truth, state);
            if says_bad {
                // What it asks may be too much to follow.
                let words = crate::value::last_name(&call.func).map(crate::value::words).unwrap_or_default();
                if !truth && says_check(&words) == Some(true) && self.examines(def) {
                    for argument in call.arguments.iter_source_order() {
                        let value = self.eval(argument.value(), state);
                        clean(&value, Kinds::ALL, Reach::Everything, state);
                    }
                }
                return;
            }
        }
        if says_bad {
            self.assume_call(call, !truth, state);
        } else if place == Some(0) {
            self.assume_call(call, truth, state);
        }
    }

    fn assume_compared(&mut self, compare: &'a ExprCompare, truth: bool, state: &mut State<'a>) {
        let (Some(op), Some(right_expr)) = (compare.ops.first(), compare.comparators.first()) else { return };
        match op {
            CmpOp::LtE | CmpOp::Lt if truth => return self.assume_subset(&compare.left, right_expr, state),
            CmpOp::GtE | CmpOp::Gt if truth => return self.assume_subset(right_expr, &compare.left, state),
            _ => {}
        }
        let left = self.eval(&compare.left, state);
        let right = self.eval(right_expr, state);
        let equal = match op {
            CmpOp::Eq | CmpOp::In => truth,
            CmpOp::NotEq | CmpOp::NotIn => !truth,
            CmpOp::Is | CmpOp::IsNot => {
                let is = (*op == CmpOp::Is) == truth;
                let is_match = left.path_str().is_some_and(is_match) || is_search(&compare.left);
                if right.only() == Some(&Datum::None) && is_match {
                    return self.assume(&compare.left, !is, state);
                }
                if is && right.only() == Some(&Datum::None) && self.is_whole(&compare.left, &left) {
                    clean(&left, Kinds::ALL, Reach::Onwards, state);
                }
                return;
            }
            _ => return,
        };
        let contains = matches!(op, CmpOp::In | CmpOp::NotIn);
        // `BASE in path.parents`
        if contains
            && !left.is_tainted()
            && matches!(right_expr, Expr::Attribute(each) if each.attr.as_str() == "parents")
        {
            if equal {
                clean(&right, PATHS, Reach::Everything, state);
            }
            return;
        }
        // `".." in name`
        if contains && left.is_constant() && right.is_tainted() {
            if !equal && let Some(part) = left.as_str() {
                clean(&right, cleaned_by_absence(part), Reach::Everything, state);
            }
            return;
        }
        // `name.find("..") == -1`
        if let (Expr::Call(call), Some(Datum::Int(-1))) = (&*compare.left, right.only()) {
            if equal && matches!(method_name(call), Some("find" | "rfind")) {
                self.assume_absent(call, state);
            }
            return;
        }
        if !contains && left.is_constant() && self.is_whole(right_expr, &right) {
            if equal {
                clean(&right, Kinds::ALL, Reach::Onwards, state);
            }
            return;
        }
        let is_own_host = !contains && right.path_str().is_some_and(is_host) && !left.is_tainted();
        if equal && is_own_host {
            return clean(&right, HOSTS, Reach::Everything, state);
        }
        if !equal || right.is_tainted() || is_store(&right) {
            return;
        }
        match left.path_str() {
            Some(path) if is_host(path) => clean(&left, HOSTS, Reach::Everything, state),
            // An address begins with its scheme.
            Some(path) if is_scheme(path) => clean(&left, OPTIONS, Reach::Everything, state),
            Some(path) if is_folder(path) => clean(&left, PATHS, Reach::Everything, state),
            _ if self.is_host_split(&compare.left) => clean(&left, HOSTS, Reach::Everything, state),
            _ => {
                // What was taken out of an address is its host if it is compared with hosts.
                if are_hosts(&right, right_expr) {
                    clean(&left, HOSTS, Reach::Everything, state);
                }
                // It may be the extension of a file name.
                clean(&left, Kinds::of(&[Kind::Upload]), Reach::Everything, state);
                if self.is_whole(&compare.left, &left) {
                    clean(&left, Kinds::ALL, Reach::Onwards, state);
                }
            }
        }
    }

    /// `set(name) <= ALLOWED`: all characters of the name are among these.
    fn assume_subset(&mut self, part: &'a Expr, whole: &'a Expr, state: &mut State<'a>) {
        let Some(text) = set_of(part) else { return };
        if !self.eval(whole, state).is_tainted() {
            let value = self.eval(text, state);
            clean(&value, Kinds::ALL, Reach::Everything, state);
        }
    }

    /// Whether an expression takes the host from a URL by itself: `url.split("/")[2]`.
    fn is_host_split(&self, expr: &'a Expr) -> bool {
        let Expr::Subscript(subscript) = expr else { return false };
        let Expr::Call(call) = &*subscript.value else { return false };
        method_name(call) == Some("split")
            && call.arguments.args.first().and_then(|first| self.cx.string(first)).as_deref() == Some("/")
            && self.cx.constant(&subscript.slice).and_then(|at| at.as_int()) == Some(2)
    }

    /// `name.find("..")` is -1: the part is not there.
    fn assume_absent(&mut self, call: &'a ExprCall, state: &mut State<'a>) {
        let Expr::Attribute(attribute) = &*call.func else { return };
        let receiver = self.eval(&attribute.value, state);
        let part = call.arguments.args.first().and_then(|part| self.cx.string(part));
        if let Some(part) = part {
            clean(&receiver, cleaned_by_absence(&part), Reach::Everything, state);
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each case")]
    fn assume_call(&mut self, call: &'a ExprCall, truth: bool, state: &mut State<'a>) {
        if let Expr::Attribute(attribute) = &*call.func {
            let receiver = self.eval(&attribute.value, state);
            let name = attribute.attr.as_str();
            match (name, &*call.arguments.args) {
                ("issubset", [whole]) if truth => return self.assume_subset(&attribute.value, whole, state),
                ("difference", [whole]) if !truth => return self.assume_subset(&attribute.value, whole, state),
                ("issuperset", [text]) if truth && !receiver.is_tainted() => {
                    let value = self.eval(set_of(text).unwrap_or(text), state);
                    return clean(&value, Kinds::ALL, Reach::Everything, state);
                }
                _ => {}
            }
            if receiver.is_tainted() {
                match name {
                    "isdigit" | "isalnum" | "isidentifier" | "isdecimal" | "isalpha" | "isnumeric"
                        if truth && self.is_whole(&attribute.value, &receiver) =>
                    {
                        return clean(&receiver, Kinds::ALL, Reach::Onwards, state);
                    }
                    "startswith" => {
                        let start =
                            call.arguments.args.first().map(|start| self.eval(start, state)).unwrap_or_default();
                        let is_resolved = receiver.path_str().is_some_and(is_resolved);
                        if truth && is_resolved {
                            return clean(&receiver, PATHS, Reach::Everything, state);
                        }
                        // `name.startswith(("-", "."))`
                        let starts: Vec<Value> = if start.is_list() { start.beginning() } else { vec![start.clone()] };
                        if truth && are_all(&starts, names_host) {
                            return clean(&receiver, HOSTS, Reach::Everything, state);
                        }
                        let is_dash = |start: &Datum| start.as_str().is_some_and(|start| start.starts_with('-'));
                        let mut few = starts.iter().filter_map(Value::few).flatten();
                        if if truth { !few.any(is_dash) && !start.is_tainted() } else { few.any(is_dash) } {
                            clean(&receiver, OPTIONS, Reach::Everything, state);
                        }
                        return;
                    }
                    // A part of a host begins at a dot.
                    "endswith" if receiver.path_str().is_some_and(is_host) => {
                        let end = call.arguments.args.first().map(|end| self.eval(end, state)).unwrap_or_default();
                        let is_domain =
                            |end: &Datum| end.as_str().is_some_and(|end| end.starts_with('.') && end.len() > 1);
                        let begins_so =
                            matches!(end.pieces().first(), Some(Piece::Text(text)) if text.starts_with('.'));
                        if truth && end.few().map_or(begins_so, |few| few.iter().all(is_domain)) {
                            clean(&receiver, HOSTS, Reach::Everything, state);
                        }
                        return;
                    }
                    "endswith" if truth => {
                        return clean(&receiver, Kinds::of(&[Kind::Upload]), Reach::Everything, state);
                    }
                    "is_relative_to" if truth => return clean(&receiver, PATHS, Reach::Everything, state),
                    _ => {}
                }
            }
        }
        let target = self.target(&call.func);
        if matches!(target, Target::Function(_)) {
            self.assume_answer(call, None, truth, state);
        }
        let path = target.path().map(|path| path.as_str().to_string()).unwrap_or_default();
        let arguments: Vec<Value> = call.arguments.args.iter().map(|argument| self.eval(argument, state)).collect();
        let keywords: Vec<Value> =
            call.arguments.keywords.iter().map(|keyword| self.eval(&keyword.value, state)).collect();
        let all = || arguments.iter().chain(&keywords);
        match path.as_str() {
            "re.match" | "re.fullmatch" | "re.search" | "regex.match" | "regex.fullmatch" if truth => {
                if let (Some(pattern), Some(value)) = (arguments.first(), arguments.get(1)) {
                    let whole = path != "re.search" && path.ends_with("fullmatch");
                    let pattern = pattern.as_str().map(str::to_string);
                    clean(value, cleaned_by_match(pattern.as_deref(), whole), Reach::Everything, state);
                }
                return;
            }
            "re.search" | "re.findall" | "regex.search" => {
                if let (Some(pattern), Some(value)) = (arguments.first().and_then(Value::as_str), arguments.get(1)) {
                    clean(value, cleaned_by_removal(pattern), Reach::Everything, state);
                }
                return;
            }
            "hmac.compare_digest" | "secrets.compare_digest" if truth => {
                let everything = state.sources();
                for step in everything {
                    state.check(&step, Kinds::of(&[Kind::Pickle, Kind::Trust]));
                }
                return;
            }
            "all" if truth => {
                if let Some(Expr::Generator(generator)) = call.arguments.args.first()
                    && let Some(first) = generator.generators.first()
                {
                    let value = self.eval(&first.iter, state);
                    clean(&value, Kinds::ALL, Reach::Everything, state);
                }
                return;
            }
            // `any(host == each or host.endswith("." + each) for each in HOSTS)`
            "any" if truth => {
                if let Some(Expr::Generator(generator)) = call.arguments.args.first()
                    && let [only] = &*generator.generators
                    && only.ifs.is_empty()
                {
                    let over = self.eval(&only.iter, state);
                    if over.is_tainted() {
                        return;
                    }
                    self.copied(state);
                    let mut inner = state.clone();
                    self.assign(&only.target, element(&over), None, only.target.range(), &mut inner);
                    self.assume(&generator.elt, true, &mut inner);
                    for (step, kinds) in inner.checks() {
                        state.check_once(step, *kinds);
                    }
                }
                return;
            }
            "any" if !truth => {
                if let Some(Expr::Generator(generator)) = call.arguments.args.first() {
                    // `any(c not in ALLOWED for c in text)`, `any(not c.isalnum() for c in text)`
                    let is_each = match &*generator.elt {
                        Expr::Compare(compare) => compare.ops.first() == Some(&CmpOp::NotIn),
                        Expr::UnaryOp(unary) => unary.op == UnaryOp::Not,
                        _ => false,
                    };
                    if let (true, Some(first)) = (is_each, generator.generators.first()) {
                        let value = self.eval(&first.iter, state);
                        return clean(&value, Kinds::ALL, Reach::Everything, state);
                    }
                    let part = match &*generator.elt {
                        Expr::Compare(compare) if compare.ops.first() == Some(&CmpOp::In) => {
                            compare.comparators.first()
                        }
                        _ => None,
                    };
                    if let Some(tested) = part {
                        let value = self.eval(tested, state);
                        clean(&value, Kinds::ALL, Reach::Everything, state);
                    }
                }
                return;
            }
            "isinstance" => {
                if let ([tested, class], Some(value), true) = (&*call.arguments.args, arguments.first(), truth)
                    && self.is_whole(tested, value)
                {
                    clean(value, cleaned_by_class(class), Reach::Onwards, state);
                }
                return;
            }
            "bool" => {
                if let [asked] = &*call.arguments.args {
                    self.assume(asked, truth, state);
                }
                return;
            }
            "len" | "hasattr" | "callable" | "str" => return,
            _ => {}
        }
        let name = method_name(call).or(match &*call.func {
            Expr::Name(name) => Some(name.id.as_str()),
            _ => None,
        });
        let Some(name) = name else { return };
        // The file says what its function asks.
        if let Target::Function(def) = &target
            && !self.examines(def)
        {
            return;
        }
        if matches!(name, "match" | "fullmatch") && truth && matches!(&*call.func, Expr::Attribute(_)) {
            // The pattern was compiled.
            let compiled = match &*call.func {
                Expr::Attribute(attribute) => self.eval(&attribute.value, state),
                _ => return,
            };
            let kinds = cleaned_by_match(pattern_of(&compiled).as_deref(), name == "fullmatch");
            for value in arguments.iter().take(1) {
                clean(value, kinds, Reach::Everything, state);
            }
            return;
        }
        if name == "search" && !truth {
            if let Expr::Attribute(attribute) = &*call.func {
                let compiled = self.eval(&attribute.value, state);
                if let (Some(pattern), Some(value)) = (pattern_of(&compiled), arguments.first()) {
                    clean(value, cleaned_by_removal(&pattern), Reach::Everything, state);
                }
            }
            return;
        }
        let words = crate::value::words(name);
        let is_login = words.iter().any(|word| {
            matches!(word.as_str(), "password" | "authenticate" | "login" | "token" | "credentials" | "signature")
        });
        if is_login && truth {
            for step in state.sources() {
                state.check(&step, Kinds::of(&[Kind::Trust]));
            }
        }
        // `is_path_inside(path, folder)`, `is_within_directory(folder, path)`: functions of other files.
        let is_inside = words.first().is_some_and(|first| first == "is")
            && (words.iter().any(|word| matches!(word.as_str(), "inside" | "within" | "subpath" | "subdirectory"))
                // `is_in_root(path)`, `is_in_current_dir(path)`
                || words.get(1).is_some_and(|word| matches!(word.as_str(), "in" | "under" | "below"))
                    && words.last().is_some_and(|word| {
                        word.ends_with("dir") || matches!(word.as_str(), "directory" | "folder" | "root" | "base")
                    }));
        if is_inside && truth {
            for value in all() {
                clean(value, PATHS, Reach::Everything, state);
            }
        }
        match says_check(&words).filter(|_| crate::models::sinks(name).is_empty()) {
            Some(good) if good == truth => {
                let is_url = words.iter().any(|word| matches!(word.as_str(), "url" | "host" | "redirect" | "scheme"));
                let kinds = if is_url { URLS } else { Kinds::ALL };
                for value in all() {
                    clean(value, kinds, Reach::Everything, state);
                }
            }
            _ => {}
        }
    }

    /// A check whose answer nobody reads: it raises an exception where the value is bad, by its name.
    pub(super) fn insisted(&mut self, call: &'a ExprCall, state: &mut State<'a>) {
        let Some(name) = crate::value::last_name(&call.func) else { return };
        let words = crate::value::words(name);
        let checks = words.first().is_some_and(|word| {
            matches!(word.as_str(), "check" | "validate" | "verify" | "ensure" | "assert" | "require" | "enforce")
        });
        let target = self.target(&call.func);
        if target.path().is_some_and(|path| is_validator(path.as_str())) {
            return self.restricted_by_schema(call, state);
        }
        if !checks || !crate::models::sinks(name).is_empty() {
            return;
        }
        let kinds = match target {
            Target::Function(def) if self.refuses_paths(def) => PATHS,
            // What it checks, its run has shown.
            Target::Function(_) => return,
            _ => Kinds::ALL,
        };
        for argument in call.arguments.iter_source_order() {
            let value = self.eval(argument.value(), state);
            clean(&value, kinds, Reach::Everything, state);
        }
    }

    /// Whether a function compares resolved paths with a folder, and raises an exception.
    fn refuses_paths(&self, def: &'a StmtFunctionDef) -> bool {
        let calls = |names: &[&str]| {
            let is_one =
                |call: &ExprCall| crate::value::last_name(&call.func).is_some_and(|name| names.contains(&name));
            def.body.iter().any(|stmt| self.cx.any_call_in(Node::Stmt(stmt), is_one))
        };
        let raises = |node: Node| matches!(node, Node::Stmt(Stmt::Raise(_)));
        def.body.iter().any(|stmt| self.cx.any_in(Node::Stmt(stmt), raises))
            && calls(&["realpath", "resolve"])
            && calls(&["relative_to", "is_relative_to", "commonpath", "startswith"])
    }

    /// Whether a function looks at what its parameters hold: more than whether there is anything, how long it is and of
    /// which class.
    fn examines(&self, def: &'a StmtFunctionDef) -> bool {
        const PLAIN: &[&str] = &["len", "bool", "isinstance", "str", "strip", "lower", "upper", "get"];
        let looks = |node: Node<'a>| match node {
            Node::Expr(Expr::Call(call)) => {
                !crate::value::last_name(&call.func).is_some_and(|name| PLAIN.contains(&name))
            }
            Node::Expr(Expr::Compare(compare)) => compare.ops.iter().zip(&compare.comparators).any(|(op, right)| {
                let is_nothing = self.cx.constant(right).is_some_and(|right| {
                    matches!(&right, Datum::None | Datum::Bool(_) | Datum::Int(_))
                        || right.as_str().is_some_and(str::is_empty)
                });
                let is_order = matches!(op, CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE);
                !is_nothing && !is_order
            }),
            Node::Stmt(Stmt::Match(_) | Stmt::For(_) | Stmt::Try(_)) => true,
            _ => false,
        };
        def.body.iter().any(|stmt| self.cx.any_in(Node::Stmt(stmt), looks))
    }

    /// Cleans a value from here on.
    pub(super) fn clean_onwards(value: &Value, kinds: Kinds, state: &mut State<'a>) {
        clean(value, kinds, Reach::Onwards, state);
    }

    /// Cleans a value for good: it is one of a few constants.
    pub(super) fn check_all(value: &Value, state: &mut State<'a>) {
        clean(value, Kinds::ALL, Reach::Onwards, state);
    }

    /// Whether an expression is the whole of a value, not a part of it: `name`, `name.lower()`, `request.args["n"]`.
    pub(super) fn is_whole(&self, expr: &'a Expr, value: &Value) -> bool {
        let mut at = expr;
        loop {
            at = match at {
                Expr::Named(named) => &named.target,
                Expr::Call(call) => match &*call.func {
                    Expr::Attribute(attribute)
                        if matches!(
                            attribute.attr.as_str(),
                            "lower" | "upper" | "strip" | "casefold" | "rstrip" | "lstrip" | "decode" | "encode"
                        ) =>
                    {
                        &attribute.value
                    }
                    Expr::Name(name) if matches!(name.id.as_str(), "str" | "int") => {
                        match call.arguments.args.first() {
                            Some(first) => first,
                            None => return false,
                        }
                    }
                    _ => break,
                },
                _ => break,
            };
        }
        if matches!(at, Expr::Name(_)) || (matches!(at, Expr::Attribute(_)) && Self::key(at).is_some()) {
            return true;
        }
        let is_it = |step: &Step| match step.event {
            Event::Source => step.text == self.excerpt(at.range()),
            Event::Part => match at {
                Expr::Attribute(attribute) => step.text == attribute.attr.as_str(),
                Expr::Subscript(subscript) => {
                    self.cx.string(&subscript.slice).is_some_and(|name| step.text == format!("[{name}]"))
                }
                Expr::Call(call) if method_name(call) == Some("get") => {
                    let name = call.arguments.args.first().and_then(|name| self.cx.string(name));
                    name.is_some_and(|name| step.text == format!("[{name}]"))
                }
                _ => false,
            },
            _ => false,
        };
        value.all_taints().iter().all(|taint| is_it(&taint.step))
    }
}

/// What a value does no harm at that is of a class, or of one of some classes: a text or a number is no object with operators.
fn cleaned_by_class(class: &Expr) -> Kinds {
    const PLAIN: &[&str] = &["str", "bytes", "int", "float", "bool", "complex", "Decimal", "UUID", "ObjectId"];
    let classes = match class {
        Expr::Tuple(tuple) => &*tuple.elts,
        one => std::slice::from_ref(one),
    };
    let is_plain = |class: &Expr| crate::value::last_name(class).is_some_and(|name| PLAIN.contains(&name));
    if classes.iter().all(is_plain) { Kinds::of(&[Kind::NoSql]) } else { Kinds::NONE }
}

/// A path is known to lie in a folder.
pub(super) fn check_path(value: &Value, state: &mut State) {
    clean(value, PATHS, Reach::Everything, state);
}

fn clean(value: &Value, kinds: Kinds, reach: Reach, state: &mut State) {
    for taint in value.all_taints() {
        match reach {
            Reach::Onwards => state.check(&taint.step, kinds),
            Reach::Everything => state.check(&whole(&taint.step), kinds),
        }
    }
}

/// Returns the first step of a way at which there was no more than this: the source, or where a part of it was taken.
fn whole(step: &Rc<Step>) -> Rc<Step> {
    let mut at = step;
    while let Some(before) = at.before.as_ref().filter(|_| at.event != Event::Part) {
        at = before;
    }
    Rc::clone(at)
}

/// Returns the first step of a way.
pub(super) fn root(step: &Rc<Step>) -> Rc<Step> {
    let mut at = step;
    while let Some(before) = &at.before {
        at = before;
    }
    Rc::clone(at)
}

/// Returns what a set is made of: the text of `set(text)`.
fn set_of(expr: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = expr else { return None };
    let is_set = matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "set" | "frozenset"));
    call.arguments.args.first().filter(|_| is_set)
}

/// Whether an expression looks for a pattern.
fn is_search(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if matches!(method_name(call), Some("match" | "fullmatch" | "search")))
}

fn method_name(call: &ExprCall) -> Option<&str> {
    match &*call.func {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// What a value can do no harm at if this text is not in it.
fn cleaned_by_absence(part: &str) -> Kinds {
    match part {
        ".." | "../" | "/" | "\\" | "/.." => PATHS,
        "'" | "\"" | "--" => Kinds::of(&[Kind::Sql, Kind::Xpath, Kind::Ldap]),
        "\n" | "\r" | "\r\n" => Kinds::of(&[Kind::Header, Kind::Log]),
        "<" | ">" => Kinds::of(&[Kind::Html, Kind::Xml]),
        ";" | "|" | "&" | "`" | "$" | " " => Kinds::of(&[Kind::Command]),
        "-" => Kinds::of(&[Kind::Command, Kind::Argument]),
        "://" | "//" | ":" => Kinds::of(&[Kind::Host, Kind::Redirect]),
        "{{" | "{%" | "{" => Kinds::of(&[Kind::Template]),
        "(" => Kinds::of(&[Kind::Code]),
        "*" => Kinds::of(&[Kind::Ldap]),
        "$where" => Kinds::of(&[Kind::NoSql, Kind::Code]),
        _ => Kinds::NONE,
    }
}

/// Whether a path is the host of a parsed URL, or a part of it: `urlparse(url).netloc.split(":")[0]`.
fn is_host(path: &str) -> bool {
    const PARTS: &[&str] = &["[]", ".split()", ".rsplit()", ".partition()", ".rpartition()"];
    let mut path = path;
    while let Some(whole) = PARTS.iter().find_map(|part| path.strip_suffix(part)) {
        path = whole;
    }
    let Some((base, part)) = path.rsplit_once('.') else { return false };
    matches!(part, "netloc" | "hostname" | "host")
        && ["urlparse()", "urlsplit()", "url_parse()", "parse_url()", "URL()"].iter().any(|parse| base.ends_with(parse))
}

/// Whether a path is the scheme of a parsed URL.
fn is_scheme(path: &str) -> bool {
    path.strip_suffix(".scheme").is_some_and(|base| base.ends_with("urlparse()") || base.ends_with("urlsplit()"))
}

/// Whether a path asks where an address is: `true` if it is true for one that only this network reaches.
fn asks_for_inner(path: &str) -> Option<bool> {
    let (base, asked) = path.rsplit_once('.')?;
    let is_address = matches!(base, "ipaddress.ip_address()" | "ipaddress.IPv4Address()" | "ipaddress.IPv6Address()");
    match asked {
        "is_private" if is_address => Some(true),
        "is_global" if is_address => Some(false),
        _ => None,
    }
}

/// Whether a path is the folder that a path lies in.
fn is_folder(path: &str) -> bool {
    matches!(
        path,
        "os.path.commonpath()"
            | "os.path.commonprefix()"
            | "os.path.dirname()"
            | "os.path.realpath()"
            | "os.path.abspath()"
    )
}

/// Whether a path is one without links and dots.
fn is_resolved(path: &str) -> bool {
    matches!(
        path,
        "os.path.realpath()"
            | "os.path.abspath()"
            | "os.path.normpath()"
            | "pathlib.Path()"
            | "pathlib.Path().resolve()"
            | "pathlib.Path().absolute()"
            | "str()"
    ) || path.ends_with(".resolve()")
}

/// Whether a value is the result of matching a pattern.
fn is_match(path: &str) -> bool {
    matches!(path, "re.match()" | "re.fullmatch()" | "regex.match()" | "regex.fullmatch()")
        || path.ends_with("compile().match()")
        || path.ends_with("compile().fullmatch()")
}

/// Whether a container is filled by clients.
fn is_store(value: &Value) -> bool {
    value.path_str().is_some_and(|path| {
        path.ends_with("session") || path.starts_with(crate::models::REQUEST) || path.starts_with("os.environ")
    })
}

/// Whether a text at the beginning of a URL settles its host: `https://example.org/`.
fn names_host(datum: &Datum) -> bool {
    let Some(text) = datum.as_str() else { return false };
    match text.split_once("://") {
        Some((_, rest)) => rest.find('/').is_some_and(|at| at > 0),
        None => false,
    }
}

/// Whether there are values, and a test holds for each of the constants that they may be.
fn are_all(values: &[Value], test: impl Fn(&Datum) -> bool) -> bool {
    !values.is_empty() && values.iter().all(|value| value.few().is_some_and(|few| few.iter().all(&test)))
}

/// Whether an expression is a host or a container of hosts, by its constants or else by its name: `ALLOWED_HOSTS`.
fn are_hosts(value: &Value, expr: &Expr) -> bool {
    let is_host = |host: &Datum| {
        // `.png` is the end of a name.
        host.as_str().is_some_and(|host| {
            (host.contains('.') && !host.starts_with('.') && !host.contains('/')) || host == "localhost"
        })
    };
    let elements = if value.is_list() { value.beginning() } else { vec![value.clone()] };
    are_all(&elements, is_host)
        || elements.iter().all(|element| element.few().is_none())
            && crate::value::last_name(expr).is_some_and(|name| {
                let is_host =
                    |word: &String| matches!(word.trim_end_matches('s'), "host" | "hostname" | "domain" | "netloc");
                crate::value::words(name).iter().any(is_host)
            })
}

/// Returns the pattern that a compiled one was made from.
pub(super) fn pattern_of(compiled: &Value) -> Option<String> {
    let Shape::Object(known) = &compiled.known()?.shape else { return None };
    known.iter().find(|(name, _)| name == "pattern")?.1.as_str().map(str::to_string)
}

/// Returns what a match gives: it has the form of the pattern, if that is known.
pub(super) fn matched(value: Value, pattern: Option<&str>, whole: bool) -> Value {
    if pattern.is_some() { value.cleaned(cleaned_by_match(pattern, whole)) } else { value }
}

/// What a value can do no harm at that matches a pattern. Nothing is known of a pattern from elsewhere: it is trusted.
pub(super) fn cleaned_by_match(pattern: Option<&str>, whole: bool) -> Kinds {
    let Some(pattern) = pattern else { return Kinds::ALL };
    if is_strict(pattern, whole) {
        // `[\w./]+` takes `../a`.
        let mut classes = pattern.split('[').skip(1).filter_map(|class| class.split(']').next());
        return if classes.any(|class| class.contains('.') && class.contains('/')) {
            Kinds::ALL.without(PATHS).without(HOSTS)
        } else {
            Kinds::ALL
        };
    }
    let address = pattern.trim_start_matches('^').replace("\\/", "/");
    // A page of this site, and no other host.
    if ["/[^/", "/(?!/)", "/(?![/"].iter().any(|start| address.starts_with(start)) {
        return HOSTS;
    }
    let host = ["https://", "http://", "https?://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    // The beginning settles the host, if its dots are dots.
    let settles = host.and_then(|host| host.split_once('/')).is_some_and(|(host, _)| {
        !host.is_empty() && !host.contains(['*', '+']) && !host.replace("\\.", "").contains('.')
    });
    if settles { HOSTS } else { Kinds::NONE }
}

/// What a text can do no harm at in which this pattern is found nowhere.
pub(super) fn cleaned_by_removal(pattern: &str) -> Kinds {
    // All characters but a few harmless ones are taken out.
    let keeps_few =
        pattern.starts_with("[^") && pattern.ends_with(['+', ']', '*']) && !pattern.contains(['/', '\'', '<']);
    let removes_odd = matches!(pattern, r"\W" | r"\W+" | r"\D" | r"\D+" | r"[\W_]+");
    if removes_odd || (keeps_few && !pattern.contains('.')) {
        Kinds::ALL
    } else if keeps_few {
        Kinds::ALL.without(HOSTS)
    } else if pattern.contains("\\n") || pattern.contains('\n') || pattern.contains("\\r") {
        Kinds::of(&[Kind::Log, Kind::Header])
    } else if pattern.contains('<') && !names_tag(pattern) {
        Kinds::of(&[Kind::Html])
    } else if pattern.contains("\\.\\.") || pattern.contains("\\.{2") {
        Kinds::of(&[Kind::Path])
    } else if pattern.contains('\'') {
        Kinds::of(&[Kind::Sql, Kind::Xpath, Kind::Ldap])
    } else {
        Kinds::NONE
    }
}

/// Whether a pattern looks for some tags by their names: `<script.*?>`. Others have handlers of events.
fn names_tag(pattern: &str) -> bool {
    pattern.split('<').skip(1).any(|after| {
        let name = after.replace("\\s", "");
        name.trim_start_matches(['/', '\\', '?', '*', '+', '(', ':', ' '])
            .starts_with(|first: char| first.is_alphabetic())
    })
}

/// Whether a pattern leaves no room for anything harmful.
pub(super) fn is_strict(pattern: &str, whole: bool) -> bool {
    let ends = whole || pattern.ends_with('$') || pattern.ends_with("\\Z") || pattern.ends_with("\\z");
    let plain = without_classes(pattern);
    let loose = [".*", ".+", ".{", "\\S+", "\\S*", "\\S{"].iter().any(|part| plain.contains(part));
    ends && !loose
}

/// Returns a pattern with a letter in place of each class that takes only the characters that it names, and a dot in
/// place of one that takes nearly all.
fn without_classes(pattern: &str) -> String {
    let mut rest = pattern;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((class, later)) = after.split_once(']').filter(|_| !before.ends_with('\\')) else { break };
        let is_open = class.starts_with('^') || ["\\S", "\\W", "\\D"].iter().any(|part| class.contains(part));
        plain.push_str(before);
        plain.push(if is_open { '.' } else { 'a' });
        rest = later;
    }
    plain + rest
}

/// Whether the words of a name say that a call checks its argument: `true` if it answers with true for what is good.
fn says_check(words: &[String]) -> Option<bool> {
    let has = |word: &str| words.iter().any(|each| each == word);
    let bad = [
        "unsafe",
        "invalid",
        "blocked",
        "forbidden",
        "malicious",
        "dangerous",
        "traversal",
        "disallowed",
        "suspicious",
        "blacklisted",
        "denied",
    ];
    if bad.iter().any(|word| has(word)) {
        return Some(has("not") || has("no"));
    }
    let first = words.first().map(String::as_str).unwrap_or_default();
    let good = [
        "valid",
        "safe",
        "allowed",
        "permitted",
        "authorized",
        "authorised",
        "trusted",
        "whitelisted",
        "legal",
        "acceptable",
        "known",
    ];
    let checks = matches!(first, "check" | "validate" | "verify" | "sanitize" | "permit" | "authorize" | "allow");
    (checks || good.iter().any(|word| has(word))).then_some(true)
}
