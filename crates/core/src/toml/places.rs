//! Finds where the keys and the values of a text are written.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use super::lines::Lines;
use super::{push_list, push_text};

/// How many tables and lists may be in one another: as many as in a text that [`values`](super::values) reads.
const LEVELS: u32 = 80;

/// Returns where everything in a valid text is written, as JSON: of each value a list of the line and the column of its key,
/// its own line and column, and an object with what is in it, by key or by place in a list. Lines and columns count from 1,
/// in UTF-16 units. A table has the place of its key.
#[must_use]
pub fn places(text: &str) -> String {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    parse_document(&tokens, &mut RecursionGuard::new(&mut events, LEVELS), &mut ());
    let mut tree =
        Tree { source, all: vec![Place::default()], within: vec![Within::Table(ROOT)], key: Vec::new(), named: ROOT };
    for event in &events {
        tree.take(event);
    }
    let mut out = Vec::new();
    tree.push(&mut out, &Lines::of(text), ROOT);
    String::from_utf8(out).unwrap_or_default()
}

/// The place of a value among all of them.
type Id = usize;

/// The table that the text is.
const ROOT: Id = 0;

/// Where a value is written: the offset in bytes of its key, and its own.
#[derive(Default)]
struct Place {
    key: usize,
    value: usize,
    inner: FxHashMap<String, Id>,
    /// How many tables it is a list of: `[[a]]`.
    tables: usize,
}

/// What the next key or value is in.
enum Within {
    Table(Id),
    /// A list, with the number of its values so far.
    List(Id, usize),
}

/// The name of a part of a key, and where it is written.
type Part<'t> = (Cow<'t, str>, usize);

struct Tree<'t> {
    source: Source<'t>,
    all: Vec<Place>,
    /// From the outside in. The first is the table of the last header.
    within: Vec<Within>,
    /// The key that is being read.
    key: Vec<Part<'t>>,
    /// The value whose key was read.
    named: Id,
}

impl<'t> Tree<'t> {
    fn take(&mut self, event: &Event) {
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.key.clear(),
            EventKind::SimpleKey => self.key.push(self.part(event)),
            EventKind::StdTableClose => self.header(false),
            EventKind::ArrayTableClose => self.header(true),
            EventKind::KeyValSep => {
                let Some(Within::Table(around) | Within::List(around, _)) = self.within.last() else { return };
                let around = *around;
                self.named =
                    std::mem::take(&mut self.key).into_iter().fold(around, |table, part| self.inside(table, part));
            }
            EventKind::Scalar => {
                self.value(event);
            }
            EventKind::ArrayOpen => {
                let list = self.value(event);
                self.within.push(Within::List(list, 0));
            }
            EventKind::InlineTableOpen => {
                let table = self.value(event);
                self.within.push(Within::Table(table));
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                self.within.pop();
            }
            _ => {}
        }
    }

    fn part(&self, event: &Event) -> Part<'t> {
        let mut name = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut name, &mut ());
        }
        (name, event.span().start())
    }

    /// Goes on in the table of a header.
    fn header(&mut self, is_list: bool) {
        let (mut table, mut start) = (ROOT, 0);
        for part in std::mem::take(&mut self.key) {
            start = part.1;
            table = self.inside(self.last_of(table), part);
        }
        if is_list {
            let number = self.all[table].tables;
            self.all[table].tables += 1;
            self.inside(table, (number.to_string().into(), start));
        }
        self.within = vec![Within::Table(self.last_of(table))];
    }

    /// The last table so far, of a list of tables: what follows its name in a key is in that one.
    fn last_of(&self, id: Id) -> Id {
        let Place { tables, inner, .. } = &self.all[id];
        let last = tables.checked_sub(1).and_then(|last| inner.get(&last.to_string()));
        last.copied().unwrap_or(id)
    }

    /// What a part of a key names in a table. It has the place where it is first named.
    fn inside(&mut self, table: Id, (name, start): Part) -> Id {
        if let Some(known) = self.all[table].inner.get(&*name) {
            return *known;
        }
        let id = self.all.len();
        self.all.push(Place { key: start, value: start, ..Place::default() });
        self.all[table].inner.insert(name.into_owned(), id);
        id
    }

    /// Takes the value that begins here.
    fn value(&mut self, event: &Event) -> Id {
        let start = event.span().start();
        let id = match self.within.last_mut() {
            Some(Within::List(list, count)) => {
                let (list, name) = (*list, count.to_string());
                *count += 1;
                self.inside(list, (name.into(), start))
            }
            _ => self.named,
        };
        self.all[id].value = start;
        id
    }

    fn push(&self, out: &mut Vec<u8>, lines: &Lines, id: Id) {
        let Place { key, value, inner, .. } = &self.all[id];
        for (at, (line, column)) in [lines.position(*key), lines.position(*value)].into_iter().enumerate() {
            out.push(if at == 0 { b'[' } else { b',' });
            out.extend_from_slice(format!("{line},{column}").as_bytes());
        }
        out.push(b',');
        push_list(out, *b"{}", inner.iter(), |out, (name, id)| {
            push_text(out, name);
            out.push(b':');
            self.push(out, lines, *id);
        });
        out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn each_key_and_each_value_has_its_place() {
        let text = "a = 1\n\"é\".b = [\n  'x', {y = 2}]\n";
        let item = r#""0":[3,3,3,3,{}]"#;
        let table = r#""1":[3,8,3,8,{"y":[3,9,3,13,{}]}]"#;
        let found = places(text);
        assert!(found.contains(r#""a":[1,1,1,5,{}]"#), "{found}");
        assert!(found.contains(r#"[2,1,2,1,{"b":[2,5,2,9,{"#), "{found}");
        assert!(found.contains(item) && found.contains(table), "{found}");
    }

    #[test]
    fn a_table_has_the_place_of_its_key_and_each_of_a_list_that_of_its_own() {
        let text = "[t.u]\nv = 1\n[[t.w]]\n[[t.w]]\n[t.w.x]\n";
        let found = places(text);
        assert!(
            found.contains(r#""t":[1,2,1,2,{"#) && found.contains(r#""u":[1,4,1,4,{"v":[2,1,2,5,{}]}]"#),
            "{found}"
        );
        assert!(found.contains(r#""0":[3,5,3,5,{}]"#), "{found}");
        assert!(found.contains(r#""1":[4,5,4,5,{"x":[5,6,5,6,{}]}]"#), "{found}");
    }

    #[test]
    fn columns_are_units_of_utf_16() {
        assert!(places("'😀' = '😀'").contains("[1,1,1,8,{}]"));
    }

    #[test]
    fn a_text_that_is_broken_has_some_places() {
        for text in ["[", "a = ", "a = [1", "]]", "= 1", "a.= 2", "[a]]\n}", &"[".repeat(10_000)] {
            assert!(places(text).starts_with("[1,1,1,1,{"), "{text}");
        }
    }
}
