//! Where values do harm.

use std::collections::hash_map::Entry;

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, ExprSubscript};
use ruff_text_size::{Ranged, TextRange};

use super::call::{Arguments, Callee};
use super::engine::{Engine, Hit, Outcome};
use super::guard::root;
use super::imports::Imports;
use super::parts::{ALL_SENT, place};
use super::signs::runs_before;
use super::state::State;
use super::step::{Event, Step};
use super::value::{Piece, Shape, Taint, Value, strongest};
use crate::models::Kind;
use crate::models::{self, Origin, Port, Sink, When};
use crate::scopes::{Datum, Target};
use crate::value::last_name;

/// Names of things that queries are given to.
const DATABASES: &[&str] = &[
    "cur",
    "curs",
    "cursor",
    "conn",
    "connection",
    "db",
    "database",
    "session",
    "engine",
    "con",
    "tx",
    "transaction",
    "c",
    "sql",
    "sqlite",
    "mysql",
    "postgres",
    "pg",
    "dbapi",
    "objects",
    "crsr",
    "csr",
    "query",
];
/// Names of document databases and their collections.
const COLLECTIONS: &[&str] = &["db", "mongo", "mongodb", "collection", "coll", "database", "client"];
/// Words that SQL has and other text does not begin with.
const STATEMENTS: &[&str] = &[
    "select", "insert", "update", "delete", "create", "drop", "alter", "with", "replace", "merge", "truncate", "exec",
    "execute", "call", "grant", "revoke", "pragma", "show", "explain", "declare", "set", "use", "union", "attach",
];
/// Words inside a statement.
const CLAUSES: &[&str] =
    &["where", "from", "order by", "group by", "limit", "values", "having", "and", "or", "set", "in ("];
/// Whether a name says who somebody is, or what they may do.
fn tells_identity(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "user",
        "username",
        "userid",
        "uid",
        "role",
        "roles",
        "admin",
        "auth",
        "authenticated",
        "authorized",
        "login",
        "account",
        "permission",
        "permissions",
        "group",
        "groups",
        "privilege",
        "level",
        "owner",
        "email",
        "tenant",
        "is",
    ];
    crate::value::words(name).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Returns what is written in the code of a text: all of a constant, and the words around what is put in.
fn written(text: &Value) -> Option<String> {
    let pieces = text.pieces();
    let texts: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) if !text.is_empty() => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

impl<'a> Engine<'_, 'a> {
    /// Reports the arguments of a call that do harm.
    pub(super) fn sinks(&mut self, call: &'a ExprCall, callee: &Callee<'a>, arguments: &Arguments) {
        let last = callee.path.rsplit('.').next().filter(|last| !last.is_empty()).unwrap_or(callee.name);
        let by_name = if last == callee.name { &[][..] } else { models::sinks(callee.name) };
        for sink in models::sinks(last).iter().chain(by_name) {
            let Some(named) = Self::named(sink, call, callee) else { continue };
            if self.applies(sink, named, call, callee, arguments) {
                self.deliver(sink, named, call, callee, arguments);
            }
        }
        self.run_elsewhere(call, callee, arguments);
        self.hashed(call, callee, arguments);
        if !self.cx.setup.models.is_empty() {
            self.own_sinks(call, callee, arguments);
        }
    }

    /// Hands the arguments of a call to its sink.
    pub(super) fn deliver(
        &mut self,
        sink: &Sink<'_>,
        named: &str,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
    ) {
        for port in sink.ports {
            match port {
                Port::At(at, name) => {
                    if let Some(value) = arguments.at(*at, name) {
                        self.arrive(sink, named, value, call, callee, arguments);
                    }
                }
                Port::Named(name) => {
                    if let Some(value) = arguments.named(name) {
                        self.arrive(sink, named, value, call, callee, arguments);
                    }
                }
                Port::Receiver => {
                    if let Some(value) = &callee.receiver {
                        self.arrive(sink, named, value, call, callee, arguments);
                    }
                }
                Port::All => match sink.when {
                    // Of `*words`, the order is not known.
                    When::Words if arguments.open => {}
                    When::Words => {
                        let words = Value::list(arguments.positional.clone());
                        self.arrive(sink, named, &words, call, callee, arguments);
                    }
                    When::NoShell => {
                        let command = command_of(named, arguments);
                        self.arrive(sink, named, &command, call, callee, arguments);
                    }
                    When::Own => {
                        for value in arguments.all() {
                            self.arrive(sink, named, value, call, callee, arguments);
                        }
                    }
                    _ => {
                        for value in &arguments.positional {
                            self.arrive(sink, named, value, call, callee, arguments);
                        }
                    }
                },
            }
        }
    }

    /// Reports a function that is looked up by a name from a source: `globals()[name]()`, `getattr(module, name)()`.
    pub(super) fn looked_up(&mut self, call: &'a ExprCall, func: &'a Expr, state: &mut State<'a>) {
        let is_table = |table: &'a Expr| match table {
            Expr::Call(table) => self.cx.names(&table.func, &["globals", "locals", "vars"]),
            _ => false,
        };
        let harm = match func {
            // `globals().get(name)`
            Expr::Call(ExprCall { func: get, arguments, .. }) if matches!(&**get, Expr::Attribute(get) if get.attr.as_str() == "get" && is_table(&get.value)) =>
            {
                let [name, ..] = &*arguments.args else { return };
                self.eval(name, state).harm(Kind::Reflection)
            }
            Expr::Subscript(subscript) => {
                if !is_table(&subscript.value) {
                    return;
                }
                self.eval(&subscript.slice, state).harm(Kind::Reflection)
            }
            Expr::Call(inner) if self.cx.names(&inner.func, &["getattr"]) => {
                let [object, name, ..] = &*inner.arguments.args else { return };
                let harm = self.eval(name, state);
                // Only what is meant begins so: `getattr(service, "on_" + event)()`.
                if matches!(harm.pieces().first(), Some(Piece::Text(_))) {
                    return;
                }
                // A method of any object, by its whole name: `getattr(service, action)()`.
                let is_whole = harm.known().is_some_and(|known| known.text.is_none());
                let is_code = is_whole
                    || match self.cx.scopes().target(object) {
                        Target::External(path) => {
                            !path.as_str().ends_with("()")
                                && !path.as_str().ends_with(']')
                                && path.as_str() != "flask.request"
                        }
                        Target::Class(_) => true,
                        _ => false,
                    };
                // `if not getattr(method, "is_exposed", False): abort(404)`
                let is_asked = |name: &str| {
                    let text = self.cx.document.text();
                    ["getattr", "hasattr"].iter().any(|ask| text.contains(&format!("{ask}({name}, ")))
                };
                if !is_code || matches!(&*call.func, Expr::Name(method) if is_asked(&method.id)) {
                    return;
                }
                harm.harm(Kind::Reflection)
            }
            _ => return,
        };
        if let Some(taint) = harm {
            self.hit(Kind::Reflection, taint, call.range(), false);
        }
    }

    /// Reports a format from a source that objects are put into: `{user.password}` reads what the program does not show.
    pub(super) fn formats(&mut self, call: &'a ExprCall, format: &Value, arguments: &Arguments) {
        let comes_in = |taint: &Taint| {
            matches!(taint.origin, Origin::Request | Origin::Handler | Origin::Segment | Origin::Helper)
        };
        // The client writes all of it.
        if format.known().is_none_or(|known| known.text.is_some()) {
            return;
        }
        let Some(taint) = format.harm(Kind::Template).filter(comes_in) else { return };
        // A text, a number or a list of some has nothing that a format may read.
        let is_object = |value: &Value| {
            let is_text =
                value.is_constant() || value.is_tainted() || value.known().is_some_and(|known| known.text.is_some());
            !is_text && !value.path_str().is_some_and(|path| matches!(path, "str()" | "int()" | "float()" | "len()"))
        };
        let is_given = |expr: &Expr| matches!(expr, Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) | Expr::Dict(_));
        let mut given = call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|each| &each.value));
        if given.any(is_given) && arguments.all().any(is_object) {
            self.hit(Kind::Template, taint, call.range(), true);
        }
    }

    /// Returns the name by which a sink matches a call.
    fn named(sink: &'static Sink<'static>, call: &'a ExprCall, callee: &Callee<'a>) -> Option<&'static str> {
        sink.names.iter().copied().find(|name| match name.split_once('.') {
            Some(("*", method)) => callee.receiver.is_some() && method == callee.name,
            Some(("self", _)) => Self::key(&call.func).is_some_and(|key| key == *name),
            _ => callee.path == *name,
        })
    }

    /// Whether the conditions of a sink hold.
    fn applies(
        &mut self,
        sink: &Sink,
        named: &str,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
    ) -> bool {
        match sink.when {
            When::Always if named.starts_with("*.execute") || named == "*.raw" => true,
            When::Always | When::Built | When::Document | When::Own | When::Location | When::Words => true,
            When::Shell => arguments.named("shell").is_some_and(|shell| shell.truth() != Some(false)),
            When::NoShell => arguments.named("shell").is_none_or(|shell| shell.truth() == Some(false)),
            When::Imports(modules) => {
                let root = callee.path.split(['.', '(', '[']).next().unwrap_or_default();
                let is_other = !root.is_empty()
                    && (self.imports.has_root(root) || matches!(root, "re" | "regex"))
                    && !modules.contains(&root)
                    && !is_made_by(&callee.path, modules);
                !is_other && (self.imports.any(modules) || (self.imports.is_empty() && sink.kind != Kind::Command))
            }
            When::Page => {
                let kind = ["mimetype", "content_type"].iter().find_map(|name| arguments.named(name));
                let kind = kind.or_else(|| {
                    let is_django = named.starts_with("django.http.HttpResponse");
                    if is_django { arguments.positional.get(1) } else { None }
                });
                let kind = kind.or_else(|| declared_kind(named, arguments));
                let json = arguments.named("headers").is_some_and(|headers| !is_known_dict(headers))
                    && !self.imports.any(&["django"]);
                kind.map_or(!json, |kind| kind.as_str().is_some_and(|kind| kind.contains("html")))
            }
            When::Filled => match &*call.func {
                Expr::Attribute(method) => self.may_be_page(&method.value),
                _ => false,
            },
            When::HtmlOnly => ["content_type", "media_type", "mimetype"]
                .iter()
                .filter_map(|name| arguments.named(name))
                .any(|kind| kind.as_str().is_some_and(|kind| kind.contains("html"))),
            When::SelfOf(bases) => {
                let Expr::Attribute(attribute) = &*call.func else { return false };
                let Expr::Name(base) = &*attribute.value else { return false };
                let frame = self.frame();
                frame.self_name == Some(base.id.as_str())
                    && frame.bases.iter().any(|base| bases.contains(&base.as_str()))
            }
            When::OnUpload => callee.receiver.as_ref().is_some_and(|receiver| {
                receiver.is_tainted()
                    && receiver.path_str().is_some_and(|path| path.contains(".files") || path.contains(".FILES"))
            }),
            When::UnsafeLoader => {
                let Some(loader) = arguments.named("Loader").or_else(|| arguments.positional.get(1)) else {
                    return true;
                };
                let is_safe = |path: &str| {
                    let last = path.rsplit('.').next().unwrap_or(path);
                    last.starts_with("Safe") || last.starts_with("CSafe") || last == "BaseLoader"
                };
                match loader.path_str() {
                    Some(path) => !is_safe(path),
                    None => !self.derives_from_safe_loader(call),
                }
            }
            When::Not(name) => arguments.named(name).is_none_or(|value| value.truth() == Some(false)),
            When::Off(name) => arguments.named(name).is_some_and(|value| value.truth() == Some(false)),
            When::HtmlMail => match callee.name {
                "MIMEText" | "add_alternative" | "set_content" | "attach_alternative" => {
                    let subtype = ["_subtype", "subtype", "mimetype"].iter().find_map(|name| arguments.named(name));
                    subtype
                        .or_else(|| arguments.positional.get(1))
                        .and_then(Value::as_str)
                        .is_some_and(|subtype| subtype.ends_with("html"))
                }
                _ => arguments.named("subtype").is_none_or(|subtype| {
                    subtype.path_str().is_some_and(|path| path.rsplit('.').next() == Some("html"))
                }),
            },
            When::If(name) => arguments.named(name).is_some_and(|value| value.truth() == Some(true)),
            When::Entities => {
                let given = arguments.named("parser").or_else(|| arguments.positional.get(1));
                let own = callee.receiver.as_ref().filter(|_| callee.name == "feed");
                let Some(parser) = given.or(own) else { return true };
                if parser.path_str().is_some_and(|path| path.starts_with("defusedxml")) {
                    return false;
                }
                match parser.known().map(|known| &known.shape) {
                    Some(Shape::Object(keywords)) => {
                        let off = keywords.iter().find(|(name, _)| name == "resolve_entities");
                        off.is_none_or(|(_, value)| value.truth() == Some(true))
                    }
                    _ => true,
                }
            }
            When::Logger => {
                callee.path.starts_with("logging.")
                    || matches!(&*call.func, Expr::Attribute(attribute) if last_name(&attribute.value)
                        .is_some_and(|name| name.to_ascii_lowercase().contains("log")))
            }
        }
    }

    /// Whether the loader of a call is a class of the file that derives from a safe one.
    fn derives_from_safe_loader(&self, call: &'a ExprCall) -> bool {
        let loader = self.cx.given(call, Some(1), "Loader").value();
        let Some(Target::Class(class)) = loader.map(|loader| self.cx.scopes().target(loader)) else { return false };
        class.bases().iter().any(|base| last_name(base).is_some_and(|name| name.contains("Safe")))
    }

    /// Decides what a value does at a sink.
    fn arrive(
        &mut self,
        sink: &Sink,
        named: &str,
        value: &Value,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
    ) {
        let mut weak = false;
        let kind = sink.kind;
        if kind == Kind::Argument {
            if let Some(taint) = option(value, sink.when == When::Words) {
                self.hit(kind, taint, call.range(), false);
            }
            return;
        }
        // `session.execute(text(statement))` is told where the text is made.
        if kind == Kind::Sql && named.starts_with("*.") && is_made_by_text(value) {
            return;
        }
        let value = match sink.when {
            When::Location => {
                let status = arguments.named("status").or_else(|| arguments.at(1, "status_code"));
                match location_in(value, status) {
                    Some(location) => location,
                    None => return,
                }
            }
            _ if named == "flask.make_response" => body_of(value),
            _ => value,
        };
        let harm = match kind {
            Kind::Host | Kind::Redirect => head(value, kind),
            Kind::Model => {
                value.all_taints().into_iter().find(|taint| taint.origin == Origin::Model && !taint.clean.has(kind))
            }
            _ if sink.when == When::Own => value.harm(kind),
            Kind::Sql => Self::sql(sink, named, value, call, &callee.path),
            Kind::Command if sink.when == When::NoShell => program(value),
            Kind::NoSql if sink.when == When::Document => self.document(value, call),
            Kind::NoSql => built(value, Kind::Sql),
            Kind::Code if matches!(named, "*.query" | "*.eval") => {
                value.harm(kind).filter(|_| self.is_expression(named, value))
            }
            Kind::Reflection if named == "setattr" => {
                let is_whole = !matches!(value.pieces().first(), Some(Piece::Text(_)));
                value.harm(kind).filter(|taint| is_whole && taint.origin == Origin::Request)
            }
            Kind::Xpath if named.starts_with("*.find") || named == "*.iterfind" => {
                built(value, kind).filter(|_| looks_like_path_in_tree(value))
            }
            Kind::Path => {
                weak = is_question(named);
                match value.harm(kind) {
                    None if writes(named, arguments) => return self.upload(value, call.range()),
                    harm => harm,
                }
            }
            Kind::Html => {
                weak = !has_markup(value);
                // What is no text becomes JSON.
                let is_data =
                    value.known().is_some_and(|known| matches!(known.shape, Shape::Dict(_))) || value.is_list();
                // Only what is built as markup is sure to be shown as such.
                let is_mail = sink.when == When::HtmlMail;
                if is_mail && weak {
                    return;
                }
                weak |= is_mail;
                // A dictionary becomes JSON in Flask.
                let is_json = is_data
                    && (!matches!(sink.when, When::Page | When::Filled)
                        || named == "flask.make_response" && !value.is_list());
                let is_none = is_json || self.is_text_again(named, call);
                if is_none { None } else { value.harm(kind) }
            }
            Kind::Xml => {
                let parser = arguments.named("parser").or_else(|| arguments.positional.get(1));
                weak = parser.is_none();
                value.harm(kind)
            }
            _ => value.harm(kind),
        };
        let outcome = match &harm {
            Some(_) => Outcome::Harm,
            None if value.is_constant() => Outcome::Constant,
            None if value.all_taints().iter().all(|taint| taint.origin == Origin::Unknown) => {
                known_outcome(value, kind)
            }
            None => Outcome::Clean,
        };
        outcome.note(&mut self.found.outcomes, call.start());
        match harm {
            Some(taint) => {
                let hidden = stays_in_place(kind, &taint, named, value);
                self.report(kind, taint, call.range(), weak, hidden);
            }
            None if kind == Kind::Sql && self.all_sources && Self::is_open_sql(value) => {
                self.open(kind, call.range(), "a part of the statement is no constant");
            }
            None if self.all_sources && is_open_text(value, kind) && !self.frames.iter().any(|frame| frame.handles) => {
                self.open(kind, call.range(), "a part of the text is no constant");
            }
            None if kind == Kind::Host => {
                if let Some(taint) = value.harm(kind) {
                    self.report(kind, taint, call.range(), true, Some("the host is fixed"));
                }
            }
            None => {}
        }
    }

    /// Whether what a method `query` or `eval` gets is an expression of Python: no query of a database.
    fn is_expression(&self, named: &str, value: &Value) -> bool {
        let is_built = value.known().is_some_and(|known| known.text.is_some());
        !is_sql_text(value) && (is_built || named == "*.eval" || self.imports.any(&["pandas"]))
    }

    /// A value in SQL.
    fn sql(sink: &Sink, named: &str, value: &Value, call: &'a ExprCall, path: &str) -> Option<Taint> {
        if named == "*.extra" {
            let parts = if value.is_list() { value.beginning() } else { vec![value.clone()] };
            return parts.iter().find_map(|part| built(part, Kind::Sql));
        }
        let text = value.known().and_then(|known| known.text.as_deref());
        let Some(pieces) = text else {
            // The whole statement comes from the source.
            if sink.when == When::Built {
                return None;
            }
            let is_statement = !named.starts_with("*.")
                || named == "*.executescript"
                || models::is_connected(path)
                || Self::is_database(call);
            return is_statement.then(|| value.harm(Kind::Sql)).flatten();
        };
        // A method may be of anything; these functions take nothing else than SQL, and parts of it.
        let takes_sql = !named.starts_with("*.");
        let starts_open = matches!(pieces.first(), Some(Piece::Hole(..)));
        if !takes_sql && !is_sql(&literal_of(pieces), starts_open) {
            return None;
        }
        value.harm(Kind::Sql)
    }

    /// Whether a statement is put together with a part that is no constant, wherever that comes from.
    fn is_open_sql(value: &Value) -> bool {
        let Some(pieces) = value.known().and_then(|known| known.text.as_deref()) else { return false };
        let open =
            pieces.iter().any(|piece| matches!(piece, Piece::Hole(taints, constant) if taints.is_empty() && !constant));
        open && is_sql(&literal_of(pieces), matches!(pieces.first(), Some(Piece::Hole(..))))
    }

    /// Whether a method is called on something that is named like a database.
    fn is_database(call: &'a ExprCall) -> bool {
        let Expr::Attribute(method) = &*call.func else { return false };
        words_before(method).iter().any(|word| DATABASES.contains(&word.as_str()))
    }

    /// A value as a query of a document database.
    fn document(&self, value: &Value, call: &'a ExprCall) -> Option<Taint> {
        let known = value.known()?;
        match &*call.func {
            Expr::Attribute(method) if has_documents(&self.imports) || names_documents(method) => {}
            _ => return None,
        }
        if let Shape::Dict(entries) = &known.shape {
            for (key, value) in entries.iter() {
                let operator = matches!(key.as_str(), Some("$where" | "$expr" | "$function" | "$accumulator"));
                let harm = match &value.known().map(|known| &known.shape) {
                    _ if operator => value.harm(Kind::Code),
                    // What is compared with an operator is compared as it is.
                    Some(Shape::Dict(inner)) if !inner.is_empty() && inner.iter().all(|(key, _)| compares(key)) => None,
                    _ => value.harm(Kind::NoSql),
                };
                if harm.is_some() {
                    return harm;
                }
            }
            return None;
        }
        // The client names the keys of all that it sends, and `$where` is one.
        let is_all = known.path.as_deref().is_some_and(is_all_that_is_sent);
        value.harm(if is_all { Kind::Code } else { Kind::NoSql })
    }

    /// A file that the client names.
    fn upload(&mut self, value: &Value, range: TextRange) {
        if let Some(taint) = value.harm(Kind::Upload) {
            self.hit(Kind::Upload, taint, range, false);
        }
    }

    /// What a handler returns becomes a page.
    pub(super) fn page(&mut self, value: &Value, range: TextRange, is_pair: bool) {
        self.redirected(value, range);
        // An answer may be a pair of text and status.
        let value = match value.known().map(|known| &known.shape) {
            Some(Shape::List(elements)) if !is_pair || elements.is_empty() => return,
            Some(Shape::Dict(_) | Shape::Object(_)) => return,
            _ => body_of(value),
        };
        // The body of a pair may be what becomes JSON.
        if value.is_list()
            || value.known().is_some_and(|known| matches!(known.shape, Shape::Dict(_) | Shape::Object(_)))
        {
            return;
        }
        // Only text is a page: not a response, an object, or what a library returns.
        let path = value.path_str().unwrap_or_default();
        let is_text = value.known().is_some_and(|known| known.text.is_some())
            || path.is_empty()
            || path == "str()"
            || (path.starts_with(models::REQUEST) && !path.trim_end_matches("()").ends_with("json"))
            || path == "re.sub()"
            || path == "html.unescape()"
            || path == "urllib.parse.unquote()";
        if !is_text {
            return;
        }
        let is_built = value.known().is_some_and(|known| known.text.is_some());
        if let Some(taint) = value.harm(Kind::Html) {
            // What a function of another file returns may be anything.
            if taint.origin != Origin::Helper || is_built {
                self.hit(Kind::Html, taint, range, !has_markup(value));
            }
        }
    }

    /// An answer that is a tuple with headers: `return "", 302, {"Location": url}`.
    fn redirected(&mut self, value: &Value, range: TextRange) {
        let Some(Shape::List(parts)) = value.known().map(|known| &known.shape) else { return };
        let (status, headers) = match &**parts {
            [_, headers] => (None, headers),
            [_, status, headers] => (Some(status), headers),
            _ => return,
        };
        if let Some(taint) = location_in(headers, status).and_then(|location| head(location, Kind::Redirect)) {
            self.hit(Kind::Redirect, taint, range, false);
        }
    }

    /// A value that is stored under a key: headers, the session, a list or a dictionary.
    pub(super) fn assigned_item(
        &mut self,
        target: &'a ExprSubscript,
        value: &Value,
        range: TextRange,
        state: &mut State<'a>,
    ) {
        let base = self.eval(&target.value, state);
        let index = self.eval(&target.slice, state);
        let path = base.path_str().unwrap_or_default().to_string();
        let name = last_name(&target.value).unwrap_or_default();
        if (name == "headers" || is_response(&path))
            && index.as_str().is_some_and(|key| key.eq_ignore_ascii_case("location"))
            && let Some(taint) = head(value, Kind::Redirect)
        {
            self.hit(Kind::Redirect, taint, range, false);
        }
        if (name == "headers" || is_response(&path))
            && index.as_str().is_some_and(|key| key.eq_ignore_ascii_case("content-type"))
        {
            self.declared(&target.value, value);
        }
        let is_session =
            matches!(path.as_str(), "flask.session" | "bottle.session" | "starlette.requests.Request().session")
                || path == format!("{}.session", models::REQUEST);
        if is_session {
            if let Some(taint) = value.harm(Kind::Trust).or_else(|| index.harm(Kind::Trust)) {
                let tells = index.is_tainted()
                    || tells_identity(&root(&taint.step).text)
                    || written(&index).is_none_or(|key| tells_identity(&key));
                let hidden = (!tells).then_some("nothing says that the session tells by it who somebody is");
                self.report(Kind::Trust, taint, range, false, hidden);
            }
            return;
        }
        let Some(key) = Self::key(&target.value) else { return };
        let known = base.to_known();
        let value = Self::stepped(value, Event::Assigned, range, &format!("{key}[…] = …"));
        let after = match (&known.shape, index.only()) {
            (Shape::Dict(entries), Some(at)) => {
                let mut all: Vec<(Datum, Value)> = entries.iter().filter(|(known, _)| known != at).cloned().collect();
                all.push((at.clone(), value));
                Value::dict(all)
            }
            (Shape::Dict(entries), None) => {
                let mut all = entries.to_vec();
                all.push((Datum::Opaque, value));
                Value::dict(all)
            }
            (Shape::List(elements), Some(at)) => {
                let at = at.as_int().and_then(|at| place(at, elements.len()));
                let mut all = elements.to_vec();
                match at.filter(|at| *at < all.len()) {
                    Some(at) => all[at] = value,
                    None => return,
                }
                Value::list(all)
            }
            (Shape::List(elements), None) => Value::collapsed(elements.iter().chain([&value])),
            _ if value.is_tainted() && path.is_empty() => {
                Value::dict(vec![(index.only().cloned().unwrap_or(Datum::Opaque), value)])
            }
            _ => return,
        };
        state.set(key, after);
    }

    /// A value that is stored in an attribute.
    pub(super) fn assigned_attribute(
        &mut self,
        target: &'a ExprAttribute,
        value: &Value,
        range: TextRange,
        state: &mut State<'a>,
    ) {
        if matches!(target.attr.as_str(), "mimetype" | "content_type") {
            self.declared(&target.value, value);
        }
        if !value.is_tainted() {
            return;
        }
        self.keep_answer(target, value);
        let base = self.eval(&target.value, state);
        if base.path_str() == Some("flask.g") && self.calls.first().is_some_and(|def| runs_before(def)) {
            let before = self.shared.get(target.attr.as_str());
            let joined = before.map_or_else(|| value.clone(), |before| before.join(value));
            self.shared.insert(target.attr.to_string(), joined);
        }
        let is_answer = base.path_str().is_some_and(is_response);
        match target.attr.as_str() {
            "location" | "autocorrect_location_header" if is_answer => {
                if let Some(taint) = head(value, Kind::Redirect) {
                    self.hit(Kind::Redirect, taint, range, false);
                }
            }
            "data" | "content" | "body" | "text" if is_answer && self.may_be_page(&target.value) => {
                if let Some(taint) = value.harm(Kind::Html) {
                    self.hit(Kind::Html, taint, range, !has_markup(value));
                }
            }
            _ => {}
        }
    }

    /// An answer that is said to be something else than a page after it was made.
    fn declared(&mut self, answer: &'a Expr, kind: &Value) {
        if kind.as_str().is_none_or(|kind| kind.contains("html")) {
            return;
        }
        let answer = match answer {
            Expr::Attribute(headers) if headers.attr.as_str() == "headers" => &*headers.value,
            answer => answer,
        };
        let made = self.cx.scopes().definition(answer);
        if !made.is_call_expr() {
            return;
        }
        self.no_pages.insert(made.range());
        if let Some(at) = self.places.get(&(Kind::Html, made.range())) {
            self.found.hits[*at].hidden.get_or_insert("the answer is no page");
        }
    }

    /// Whether an answer that was made before may be a page: nothing says that it is something else.
    fn may_be_page(&self, answer: &'a Expr) -> bool {
        let made = self.cx.scopes().definition(answer);
        let Expr::Call(call) = made else { return true };
        let named = |name: &str| call.arguments.find_keyword(name).map(|keyword| &keyword.value);
        let is_django = || last_name(&call.func) == Some("HttpResponse");
        let second = || call.arguments.args.get(1).filter(|_| is_django());
        let kind = named("content_type").or_else(|| named("mimetype")).or_else(second);
        let is_page = kind.is_none_or(|kind| self.cx.string(kind).is_some_and(|kind| kind.contains("html")));
        is_page && !self.no_pages.contains(&made.range())
    }

    /// `Markup(text).unescape()`: plain text, not a part of a page.
    fn is_text_again(&self, named: &str, call: &ExprCall) -> bool {
        let after = self.cx.document.text().get(usize::from(call.end())..).unwrap_or_default();
        named == "markupsafe.Markup" && [".unescape(", ".striptags("].iter().any(|method| after.starts_with(method))
    }

    /// Reports a place of which only the profile `audit` wants to know.
    fn open(&mut self, kind: Kind, range: TextRange, hidden: &'static str) {
        let step = Step { event: Event::Sink, range, text: self.excerpt(range), before: None };
        let hit = Hit {
            kind,
            does: kind,
            origin: Origin::Unknown,
            range,
            step: std::rc::Rc::new(step),
            doubtful: true,
            weak: true,
            hidden: Some(hidden),
        };
        self.add(hit);
    }

    pub(super) fn hit(&mut self, kind: Kind, taint: Taint, range: TextRange, weak: bool) {
        self.report(kind, taint, range, weak, None);
    }

    /// Keeps the strongest hit of a kind at a place.
    fn add(&mut self, hit: Hit) {
        if self.for_other_files {
            return;
        }
        let rank = |hit: &Hit| (hit.hidden.is_some(), hit.origin, hit.doubtful, hit.weak);
        let hits = &mut self.found.hits;
        match self.places.entry((hit.kind, hit.range)) {
            Entry::Occupied(place) => {
                let before = &mut hits[*place.get()];
                if rank(&hit) < rank(before) {
                    *before = hit;
                }
            }
            Entry::Vacant(place) => {
                place.insert(hits.len());
                hits.push(hit);
            }
        }
    }

    fn report(&mut self, kind: Kind, taint: Taint, range: TextRange, weak: bool, hidden: Option<&'static str>) {
        let (origin, does) = (taint.origin, kind);
        let hidden = hidden.or(match origin {
            Origin::Command => Some("the value comes from whoever runs the program"),
            Origin::Model if kind == Kind::Path && weak => Some("it only asks whether the file is there"),
            _ if kind == Kind::Host && self.frames.first().is_some_and(|entry| entry.of_admins) => {
                Some("only administrators can send it, who decide which hosts the program calls")
            }
            _ => None,
        });
        let kind = match origin {
            Origin::Model => match kind {
                Kind::Sql
                | Kind::Command
                | Kind::Argument
                | Kind::Code
                | Kind::Path
                | Kind::Template
                | Kind::Pickle
                | Kind::Model => Kind::Model,
                // Markup of the program around it, which shows the answer as it is.
                Kind::Html if !weak => Kind::Html,
                _ => return,
            },
            _ => kind,
        };
        let step = Step { event: Event::Sink, range, text: self.excerpt(range), before: Some(taint.step) };
        let hit =
            Hit { kind, does, origin, range, step: std::rc::Rc::new(step), doubtful: taint.doubtful, weak, hidden };
        self.add(hit);
    }
}

/// Whether a key of a query compares a value with what it holds, which is no query then.
fn compares(key: &Datum) -> bool {
    matches!(key.as_str(), Some("$eq" | "$ne" | "$gt" | "$gte" | "$lt" | "$lte" | "$in" | "$nin" | "$all"))
}

/// What becomes of a value that other code gives, if any does: no part of it may be unknown, and no name be trusted to say
/// that something cleans.
fn known_outcome(value: &Value, kind: Kind) -> Outcome {
    let is_sure = value.all_taints().iter().all(|taint| !taint.doubtful);
    if value.is_tainted() && is_sure { value.outcome_in(kind) } else { Outcome::Open }
}

/// Whether a method is one of what another module of the project makes and names after a library:
/// `helpers.ldap.get_connection().search`.
fn is_made_by(path: &str, modules: &[&str]) -> bool {
    path.rsplit_once("().").is_some_and(|(maker, _)| {
        maker.split('.').any(|part| {
            let words = crate::value::words(part);
            modules.iter().any(|module| words.iter().any(|word| word == module))
        })
    })
}

/// Returns the words of the names that an expression begins with, but for the last one.
fn words_before(method: &ExprAttribute) -> Vec<String> {
    let mut all = Vec::new();
    let mut at = &*method.value;
    loop {
        at = match at {
            Expr::Attribute(attribute) => {
                all.extend(crate::value::words(&attribute.attr));
                &attribute.value
            }
            Expr::Name(name) => {
                all.extend(crate::value::words(&name.id));
                return all;
            }
            Expr::Call(call) => &call.func,
            Expr::Subscript(subscript) => &subscript.value,
            Expr::Await(wait) => &wait.value,
            _ => return all,
        };
    }
}

/// Whether the file imports a document database.
pub(super) fn has_documents(imports: &Imports) -> bool {
    imports.any(&["pymongo", "mongoengine", "motor", "flask_pymongo", "bson", "montydb", "mongomock"])
}

/// Whether a method is called on something that is named like a document database.
pub(super) fn names_documents(method: &ExprAttribute) -> bool {
    words_before(method).iter().any(|word| COLLECTIONS.contains(&word.as_str()))
}

/// Whether the client decides the beginning of an address: the host, or the scheme and the host.
fn head(value: &Value, kind: Kind) -> Option<Taint> {
    let mut before = String::new();
    for piece in value.pieces() {
        match piece {
            Piece::Text(text) => before.push_str(&text),
            Piece::Hole(taints, constant) => {
                let harm = strongest(taints.to_vec(), kind);
                if harm.is_none() {
                    // Something else begins it, and names the host.
                    if taints.is_empty() || constant {
                        return None;
                    }
                    continue;
                }
                return harm.filter(|_| leaves_host_open(&before, kind));
            }
        }
    }
    None
}

/// Whether what follows a text can still choose the host.
fn leaves_host_open(before: &str, kind: Kind) -> bool {
    if before.is_empty() {
        return true;
    }
    match before.split_once("://").map(|(_, rest)| rest).or_else(|| before.strip_prefix("//")) {
        Some(rest) => !rest.contains(['/', '?', '#']),
        None => (kind == Kind::Redirect && before == "/") || before.ends_with(':') && !before.contains('/'),
    }
}

/// Whether text reads like SQL.
fn is_sql(text: &str, starts_open: bool) -> bool {
    let lower = text.trim_start_matches(|char: char| char.is_whitespace() || char == '(').to_ascii_lowercase();
    let begins = |word: &str| {
        lower.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
    };
    if STATEMENTS.iter().any(|word| begins(word)) {
        return true;
    }
    let spaced = format!(" {} ", lower.split_whitespace().collect::<Vec<_>>().join(" "));
    (starts_open || lower.starts_with("--") || lower.starts_with("/*"))
        && CLAUSES.iter().any(|word| spaced.contains(&format!(" {word} ")))
}

/// Returns a text with a question mark for each part that is no constant.
fn literal_of(pieces: &[Piece]) -> String {
    let part = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Hole(..) => " ? ".to_string(),
    };
    pieces.iter().map(part).collect()
}

/// Whether the text of a query or a template is put together with a part that is no constant, wherever that comes from.
fn is_open_text(value: &Value, kind: Kind) -> bool {
    let Some(pieces) = value.known().and_then(|known| known.text.as_deref()) else { return false };
    let literal = literal_of(pieces);
    let is_one = match kind {
        Kind::Ldap => literal.contains('(') && literal.contains('='),
        Kind::Xpath => literal.contains('[') && literal.contains(['=', '(']),
        Kind::Template => true,
        _ => false,
    };
    is_one
        && pieces.iter().any(|piece| matches!(piece, Piece::Hole(taints, constant) if taints.is_empty() && !constant))
}

/// A part of a text that was put together.
fn built(value: &Value, kind: Kind) -> Option<Taint> {
    value.known().filter(|known| known.text.is_some())?;
    value.harm(kind)
}

/// The program of a command without a shell, or the command of a shell that is the program.
pub(super) fn program(value: &Value) -> Option<Taint> {
    let elements = value.beginning();
    if !value.is_list() || elements.is_empty() {
        // A list that is not known begins with anything.
        return value
            .known()
            .filter(|known| {
                let known_path = known.path.as_deref().is_none_or(|path| path.starts_with(models::REQUEST));
                known.text.is_some() || value.is_list() || known_path
            })
            .and_then(|_| value.harm(Kind::Command));
    }
    if let Some(harm) = elements.first().and_then(|first| first.harm(Kind::Command)) {
        return Some(harm);
    }
    // After branches, a word may be one of several constants.
    let may_be = |value: &Value, is_one: fn(&str) -> bool| {
        value.few().is_some_and(|few| few.iter().filter_map(Datum::as_str).any(is_one))
    };
    // A shell of the other host reads what follows its name.
    if elements.first().is_some_and(|first| may_be(first, |word| word.rsplit('/').next() == Some("ssh"))) {
        let is_command = |value: &&Value| {
            value.pieces().iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(char::is_whitespace)))
        };
        return elements.iter().skip(2).filter(is_command).find_map(|each| each.harm(Kind::Command));
    }
    let shell = elements.iter().position(|word| may_be(word, models::runs_scripts))?;
    let flag = elements
        .iter()
        .skip(shell + 1)
        .position(|word| may_be(word, |word| models::gives_script(word) || matches!(word, "-e" | "-r")))?;
    let rest = elements.iter().skip(shell + flag + 2).find_map(|each| each.harm(Kind::Command));
    rest.or_else(|| strongest(value.taints().to_vec(), Kind::Command))
}

/// A word of a command line that begins as somebody else decides, and so may be an option of its program. `only_words` if
/// the program itself is not among them.
fn option(line: &Value, only_words: bool) -> Option<Taint> {
    let words = line.beginning();
    let named = |word: &Value, is_one: fn(&str) -> bool| {
        word.few().is_some_and(|few| !few.is_empty() && few.iter().filter_map(Datum::as_str).any(is_one))
    };
    let start = if only_words {
        0
    } else {
        let wrapped = words.iter().take_while(|word| named(word, |word| matches!(word, "sudo" | "nice"))).count();
        words.get(wrapped).filter(|program| named(program, models::has_harmful_options))?;
        wrapped + 1
    };
    let mut before = None;
    for word in words.get(start..).unwrap_or_default() {
        if named(word, |word| matches!(word, "--" | "--end-of-options")) {
            return None;
        }
        // It may be what an option before it takes.
        let is_value = before.is_some_and(|before| named(before, models::takes_value));
        before = Some(word);
        if is_value {
            continue;
        }
        if let Some(Piece::Hole(taints, false)) = word.pieces().first()
            && let Some(taint) = strongest(taints.to_vec(), Kind::Argument)
        {
            return Some(taint);
        }
    }
    None
}

/// Returns the program and its arguments, as one list.
fn command_of(name: &str, arguments: &Arguments) -> Value {
    // The mode of `os.spawn*`, and what makes the protocol.
    let skipped = usize::from(name.starts_with("os.spawn") || name == "*.subprocess_exec");
    let given = arguments.positional.get(skipped..).unwrap_or_default();
    if let [only] = given {
        return only.clone();
    }
    let mut all = Vec::with_capacity(given.len());
    for value in given {
        match value.known().map(|known| &known.shape) {
            Some(Shape::List(elements)) => all.extend(elements.iter().cloned()),
            _ => all.push(value.clone()),
        }
    }
    Value::list(all)
}

/// Whether a function only asks about a file.
fn is_question(name: &str) -> bool {
    matches!(
        name,
        "os.stat"
            | "os.lstat"
            | "os.access"
            | "os.path.exists"
            | "os.path.isfile"
            | "os.path.isdir"
            | "os.path.getsize"
            | "os.path.getmtime"
            | "os.path.islink"
            | "os.path.lexists"
            | "pathlib.Path().exists"
            | "pathlib.Path().is_file"
            | "pathlib.Path().is_dir"
            | "pathlib.Path().stat"
    )
}

/// Whether a call writes a file.
fn writes(name: &str, arguments: &Arguments) -> bool {
    if name == "*.save" {
        return true;
    }
    let mode = arguments.at(1, "mode").and_then(Value::as_str);
    matches!(name, "open" | "io.open" | "aiofiles.open") && mode.is_some_and(|mode| mode.contains(['w', 'a', 'x']))
        || name.ends_with(".write_bytes")
        || name.ends_with(".write_text")
}

/// Whether a path begins with a folder that the program names.
fn is_below_folder(value: &Value) -> bool {
    match value.pieces().first() {
        Some(Piece::Text(text)) => text.contains('/'),
        Some(Piece::Hole(taints, _)) => taints.is_empty(),
        None => false,
    }
}

/// Why a path or an address does no harm although somebody else decides it, if it does none.
fn stays_in_place(kind: Kind, taint: &Taint, named: &str, value: &Value) -> Option<&'static str> {
    match (taint.origin, kind) {
        (Origin::Segment, Kind::Path) if is_below_folder(value) && !leaves_by_two_dots(named, value) => {
            Some("a part of a path holds no slash, and is in a folder here")
        }
        (Origin::Form, Kind::Path) if is_below_folder(value) => None,
        (Origin::Form, Kind::Path | Kind::Host) => Some("whoever uses the form chooses what is opened"),
        _ => None,
    }
}

/// Whether a part of a path that is `..` is enough to leave the folder: what follows it names a file, or all of the folder is
/// removed or listed.
fn leaves_by_two_dots(named: &str, value: &Value) -> bool {
    if matches!(named, "shutil.rmtree" | "shutil.copytree" | "os.listdir" | "os.scandir" | "os.walk" | "os.removedirs")
    {
        return true;
    }
    let mut after_segment = false;
    let mut after_slash = false;
    for piece in value.pieces() {
        match piece {
            Piece::Text(text) => after_slash |= after_segment && text.contains('/'),
            Piece::Hole(taints, _) => {
                if after_slash && !taints.is_empty() {
                    return true;
                }
                after_segment |= taints.iter().any(|taint| taint.origin == Origin::Segment);
            }
        }
    }
    false
}

/// Returns the body of an answer, which may be a pair of the body and its headers.
fn body_of(answer: &Value) -> &Value {
    match answer.known().map(|known| &known.shape) {
        Some(Shape::List(elements)) => elements.first().unwrap_or(answer),
        _ => answer,
    }
}

/// Whether a value is a dictionary of all that a client sends, whatever the names: `request.args`, `request.form.to_dict()`.
fn is_all_that_is_sent(path: &str) -> bool {
    if path == ALL_SENT {
        return true;
    }
    let path = [".to_dict()", ".dict()"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    path.strip_prefix(models::REQUEST).is_some_and(|part| {
        matches!(
            part,
            ".args" | ".form" | ".values" | ".GET" | ".POST" | ".query_params" | ".query" | ".forms" | ".params"
        )
    })
}

/// Whether all keys of a dictionary are known.
fn is_known_dict(value: &Value) -> bool {
    let shape = value.known().map(|known| &known.shape);
    matches!(shape, Some(Shape::Dict(entries)) if entries.iter().all(|(key, _)| key.as_str().is_some()))
}

/// Returns what the headers of an answer say that it is: of `Response(body, 200, {"Content-Type": "text/plain"})`, and of
/// `make_response((body, {...}))`.
fn declared_kind<'v>(named: &str, arguments: &'v Arguments) -> Option<&'v Value> {
    let in_pair = match arguments.positional.first().and_then(Value::known).map(|known| &known.shape) {
        Some(Shape::List(parts)) if named == "flask.make_response" => parts.get(1..).unwrap_or_default(),
        _ => &[],
    };
    let others = arguments.positional.get(1..).unwrap_or_default();
    let mut all = arguments.named("headers").into_iter().chain(others).chain(in_pair);
    all.find_map(|headers| header(headers, "content-type"))
}

/// Returns what headers have under a name, in any case. The last one counts.
fn header<'v>(headers: &'v Value, name: &str) -> Option<&'v Value> {
    let Shape::Dict(entries) = &headers.known()?.shape else { return None };
    let is_it = |key: &Datum| key.as_str().is_some_and(|key| key.eq_ignore_ascii_case(name));
    entries.iter().rev().find(|(key, _)| is_it(key)).map(|(_, value)| value)
}

/// Returns where headers lead a browser to. With a status such as 201, it does not go there.
fn location_in<'v>(headers: &'v Value, status: Option<&Value>) -> Option<&'v Value> {
    let stays = status.and_then(Value::only).is_some_and(|status| {
        let is_redirect = |code: i128| (300..400).contains(&code);
        let code = status.as_int().or_else(|| status.as_str()?.get(..3)?.parse().ok());
        code.is_some_and(|code| !is_redirect(code))
    });
    if stays { None } else { header(headers, "location") }
}

/// Whether a value is the result of `sqlalchemy.text()`, which takes the statement.
fn is_made_by_text(value: &Value) -> bool {
    value.path_str().and_then(|path| path.strip_suffix("text()")).is_some_and(|module| {
        matches!(
            module,
            "" | "sqlalchemy." | "sqlalchemy.sql." | "sqlalchemy.sql.expression." | "flask_sqlalchemy.SQLAlchemy()."
        )
    })
}

/// Whether a text that was put together is an SQL statement.
fn is_sql_text(value: &Value) -> bool {
    let pieces = value.known().and_then(|known| known.text.as_deref());
    pieces.is_some_and(|pieces| is_sql(&literal_of(pieces), false))
}

/// Whether a text that was put together looks for a place in a tree: `finders.find("css/" + name)` finds a file.
fn looks_like_path_in_tree(value: &Value) -> bool {
    let Some(pieces) = value.known().and_then(|known| known.text.as_deref()) else { return false };
    let literal = literal_of(pieces);
    literal.contains('[') || literal.contains("//") || literal.starts_with(['.', '/', ' '])
}

/// Whether a text has markup in it.
fn has_markup(value: &Value) -> bool {
    value.pieces().iter().any(|piece| match piece {
        Piece::Text(text) => text
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || pair[1] == b'/' || pair[1] == b'!')),
        Piece::Hole(..) => false,
    })
}

/// Whether a qualified name is an answer to a request.
fn is_response(path: &str) -> bool {
    matches!(
        path,
        "flask.make_response()"
            | "flask.Response()"
            | "django.http.HttpResponse()"
            | "starlette.responses.Response()"
            | "werkzeug.wrappers.Response()"
            | "werkzeug.Response()"
            | "flask.redirect()"
            | "pyramid.response.Response()"
            | "webob.Response()"
            | "bottle.response"
            | "falcon.Response()"
            | "cherrypy.response"
    )
}
