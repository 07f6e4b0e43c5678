//! Finds out whether a regular expression can take exponential time, in two steps: a search for a text that a loop can
//! match in two ways, and a count of the steps that a matcher takes for more and more copies of that text. Only the
//! second decides.

use std::collections::VecDeque;

use super::python_pattern::{Item, Set, UNBOUNDED};

/// The most places for a character in a loop.
const PLACES: usize = 32;
/// The most steps for one pattern, in both steps together.
pub(super) const BUDGET: u32 = 200_000;
/// The most steps of one match.
const STEPS: u32 = 60_000;
/// The longest text that leads to a loop, and the longest that is repeated in it.
const LONGEST: usize = 200;
const LONGEST_PUMP: usize = 16;
/// How deep the calls of one match may be nested, and the stack that they need.
const DEPTH: u32 = 2_000;
const STACK: usize = 4 << 20;
/// The most loops of a pattern that are looked at.
const LOOPS: usize = 8;

/// Whether there are texts for which matching takes exponential time. With `whole`, the pattern must match the whole
/// text. Takes the steps that it needs from `left`; when there are none, the answer is no.
pub(super) fn is_catastrophic(pattern: &Item, whole: bool, left: &mut u32) -> bool {
    let mut loops = Vec::new();
    collect(pattern, String::new(), &mut loops);
    let outside = !all_sets(pattern);
    loops.iter().take(LOOPS).any(|(before, body)| {
        let Some(pump) = Loop::of(body).and_then(|each| each.pump(left)) else { return false };
        let mut endings = vec![String::new(), "\n\n".into()];
        endings.extend(pick(outside).map(String::from));
        endings.iter().any(|ending| {
            explodes(pattern, whole, left, &|copies| {
                format!("{before}{}{}{ending}", pump.entry, pump.text.repeat(copies))
            })
        })
    })
}

/// Whether matching fails, and the steps for twice as many copies are many times more than those of any polynomial of
/// a low degree.
fn explodes(pattern: &Item, whole: bool, left: &mut u32, text: &dyn Fn(usize) -> String) -> bool {
    let mut count = |copies| {
        let (fails, steps) = steps(pattern, whole, &text(copies));
        *left = left.checked_sub(steps)?;
        fails.then_some(steps)
    };
    let (Some(few), Some(many)) = (count(6), count(12)) else { return false };
    many >= 40 * few || few > STEPS / 40 && count(3).is_some_and(|fewer| few >= 8 * fewer)
}

/// The sets of all characters of a pattern.
fn all_sets(item: &Item) -> Set {
    match item {
        Item::One(set) => *set,
        Item::Sequence(items) | Item::Either(items) => items.iter().map(all_sets).fold(0, |all, set| all | set),
        Item::Repeat { body, .. } | Item::Atomic(body) => all_sets(body),
        Item::Start(_) | Item::End(_) | Item::VeryEnd | Item::Boundary(_) => 0,
    }
}

/// Finds the loops without an upper limit whose body can match in several ways, each with a text that leads to it.
fn collect<'i>(item: &'i Item, before: String, loops: &mut Vec<(String, &'i Item)>) {
    match item {
        Item::Sequence(items) => {
            let mut before = before;
            for item in items {
                collect(item, before.clone(), loops);
                let Some(text) = shortest(item).filter(|text| before.len() + text.len() <= LONGEST) else { return };
                before.push_str(&text);
            }
        }
        Item::Either(items) => items.iter().for_each(|item| collect(item, before.clone(), loops)),
        Item::Repeat { body, max, .. } => {
            if *max == UNBOUNDED && has_choice(body) {
                loops.push((before.clone(), body));
            }
            collect(body, before, loops);
        }
        // There is one way through an atomic group.
        Item::Atomic(_) | Item::One(_) | Item::Start(_) | Item::End(_) | Item::VeryEnd | Item::Boundary(_) => {}
    }
}

fn has_choice(item: &Item) -> bool {
    match item {
        Item::Sequence(items) => items.iter().any(has_choice),
        Item::Either(_) => true,
        Item::Repeat { min, max, .. } => min != max,
        _ => false,
    }
}

/// Returns a short text that an item matches.
fn shortest(item: &Item) -> Option<String> {
    match item {
        Item::One(set) => pick(*set).map(String::from),
        Item::Sequence(items) => items.iter().map(shortest).collect(),
        Item::Either(items) => items.iter().find_map(shortest),
        Item::Repeat { body, min, .. } => {
            let times = usize::try_from(*min).ok().filter(|times| *times <= 64)?;
            let body = if times == 0 { String::new() } else { shortest(body)? };
            (body.len() * times <= LONGEST).then(|| body.repeat(times))
        }
        Item::Atomic(body) => shortest(body),
        Item::Start(_) | Item::End(_) | Item::VeryEnd | Item::Boundary(_) => Some(String::new()),
    }
}

/// Returns a character of a set: a letter or a digit, if there is one.
fn pick(set: Set) -> Option<char> {
    const fn from(first: u8, last: u8) -> Set {
        (Set::MAX >> (127 - (last - first))) << first
    }
    const USUAL: [Set; 5] = [from(b'a', b'z'), from(b'0', b'9'), from(b'A', b'Z'), from(b' ', b'~'), Set::MAX];
    let usual = USUAL.iter().map(|usual| set & usual).find(|usual| *usual != 0)?;
    u8::try_from(usual.trailing_zeros()).ok().map(char::from)
}

/// The places for characters in the body of a loop, and which come after which. A place comes twice after another if
/// there are two ways to get there.
struct Loop {
    sets: Vec<Set>,
    after: Vec<Vec<usize>>,
    first: Vec<usize>,
}

/// The places with which a part of the body begins and ends.
struct Part {
    first: Vec<usize>,
    last: Vec<usize>,
    /// Whether it also matches nothing.
    empty: bool,
}

/// A text that a loop can match in two ways, and one that leads to the place where it begins.
struct Pump {
    entry: String,
    text: String,
}

/// The places of two ways through the same text, and whether they were ever different.
type Ways = (usize, usize, bool);

impl Loop {
    fn of(body: &Item) -> Option<Self> {
        let mut it = Self { sets: Vec::new(), after: Vec::new(), first: Vec::new() };
        let part = it.part(body)?;
        it.link(&part.last, &part.first);
        it.first = part.first;
        Some(it)
    }

    fn link(&mut self, last: &[usize], first: &[usize]) {
        for from in last {
            for to in first {
                // Two ways are enough.
                if self.after[*from].iter().filter(|other| *other == to).count() < 2 {
                    self.after[*from].push(*to);
                }
            }
        }
    }

    fn part(&mut self, item: &Item) -> Option<Part> {
        Some(match item {
            Item::One(set) => {
                let place = self.sets.len();
                if place == PLACES {
                    return None;
                }
                self.sets.push(*set);
                self.after.push(Vec::new());
                Part { first: vec![place], last: vec![place], empty: false }
            }
            Item::Sequence(items) => {
                let mut whole = Part { first: Vec::new(), last: Vec::new(), empty: true };
                for item in items {
                    let part = self.part(item)?;
                    self.link(&whole.last, &part.first);
                    if whole.empty {
                        whole.first.extend(&part.first);
                    }
                    if !part.empty {
                        whole.last.clear();
                    }
                    whole.last.extend(part.last);
                    whole.empty &= part.empty;
                }
                whole
            }
            Item::Either(items) => {
                let mut whole = Part { first: Vec::new(), last: Vec::new(), empty: false };
                for item in items {
                    let part = self.part(item)?;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                    whole.empty |= part.empty;
                }
                whole
            }
            Item::Repeat { body, min, max } => {
                let part = self.part(body)?;
                if *max > 1 {
                    self.link(&part.last, &part.first);
                }
                Part { empty: part.empty || *min == 0, ..part }
            }
            Item::Atomic(body) => self.part(body)?,
            Item::Start(_) | Item::End(_) | Item::VeryEnd | Item::Boundary(_) => {
                Part { first: Vec::new(), last: Vec::new(), empty: true }
            }
        })
    }

    /// Searches for a text that leads from a place back to it in two ways.
    fn pump(&self, left: &mut u32) -> Option<Pump> {
        (0..self.sets.len()).find_map(|place| {
            let text = self.two_ways(place, left).filter(|text| text.len() <= LONGEST_PUMP)?;
            Some(Pump { entry: self.entry(place)?, text })
        })
    }

    fn two_ways(&self, place: usize, left: &mut u32) -> Option<String> {
        let places = self.sets.len();
        let number = |(one, other, differ): Ways| (one * places + other) * 2 + usize::from(differ);
        let start = (place, place, false);
        let mut came_from = vec![None::<(Ways, char)>; places * places * 2];
        let mut pending = VecDeque::from([start]);
        while let Some(at) = pending.pop_front() {
            let (one, other, differ) = at;
            for (way, to) in self.after[one].iter().enumerate() {
                for (other_way, other_to) in self.after[other].iter().enumerate() {
                    *left = left.checked_sub(1)?;
                    let Some(char) = pick(self.sets[*to] & self.sets[*other_to]) else { continue };
                    let parallel = one == other && way != other_way;
                    let next = (*to, *other_to, differ || to != other_to || parallel);
                    if next == start || came_from[number(next)].is_some() {
                        continue;
                    }
                    came_from[number(next)] = Some((at, char));
                    if next == (place, place, true) {
                        return Some(text_to(next, start, &|state| came_from[number(state)]));
                    }
                    pending.push_back(next);
                }
            }
        }
        None
    }

    /// A text that leads from the beginning of the loop to a place, its character included.
    fn entry(&self, place: usize) -> Option<String> {
        let mut texts: Vec<Option<String>> = vec![None; self.sets.len()];
        let mut pending = VecDeque::new();
        for first in &self.first {
            texts[*first] = pick(self.sets[*first]).map(String::from);
            pending.push_back(*first);
        }
        while let Some(at) = pending.pop_front() {
            let Some(text) = texts[at].clone() else { continue };
            if at == place {
                return Some(text);
            }
            for next in &self.after[at] {
                if texts[*next].is_none() {
                    texts[*next] = pick(self.sets[*next]).map(|char| format!("{text}{char}"));
                    pending.push_back(*next);
                }
            }
        }
        None
    }
}

/// Returns the text on the way that a search took from one state to another.
fn text_to(end: Ways, start: Ways, came_from: &dyn Fn(Ways) -> Option<(Ways, char)>) -> String {
    let mut chars = Vec::new();
    let mut at = end;
    while let Some((before, char)) = came_from(at) {
        chars.push(char);
        at = before;
        if at == start {
            break;
        }
    }
    chars.iter().rev().collect()
}

/// Whether a match fails, or takes too long, and the steps that it takes. Counts no further than [`STEPS`].
fn steps(pattern: &Item, whole: bool, text: &str) -> (bool, u32) {
    let mut matcher = Matcher { text: text.as_bytes(), left: STEPS, depth: 0 };
    let length = text.len();
    let found = stacker::maybe_grow(STACK, STACK, || matcher.item(pattern, 0, &mut |_, at| !whole || at == length));
    let fails = matcher.depth <= DEPTH && (!found || matcher.left == 0);
    (fails, STEPS - matcher.left)
}

/// Matches as Python does: one way after the other, from each choice back to the one before.
struct Matcher<'t> {
    text: &'t [u8],
    left: u32,
    /// How deep the calls are nested. Once it is too deep it stays so, and everything matches.
    depth: u32,
}

type Then<'f> = dyn FnMut(&mut Matcher, usize) -> bool + 'f;

impl Matcher<'_> {
    /// Matches an item at an offset, and then what comes after it. When all steps are taken, everything matches.
    fn item(&mut self, item: &Item, at: usize, then: &mut Then) -> bool {
        self.left = self.left.saturating_sub(1);
        self.depth += 1;
        if self.left == 0 || self.depth > DEPTH {
            return true;
        }
        let matches = self.item_inside(item, at, then);
        if self.depth <= DEPTH {
            self.depth -= 1;
        }
        matches
    }

    fn item_inside(&mut self, item: &Item, at: usize, then: &mut Then) -> bool {
        let matches = match item {
            Item::One(set) => {
                let is_in = self.text.get(at).is_some_and(|byte| set >> byte & 1 == 1);
                return is_in && then(self, at + 1);
            }
            Item::Sequence(items) => return self.sequence(items, at, then),
            Item::Either(items) => return items.iter().any(|item| self.item(item, at, then)),
            Item::Repeat { body, min, max } => {
                return self.repeat(body, (*min, *max), at, then);
            }
            Item::Atomic(body) => {
                let mut end = None;
                self.item(body, at, &mut |_, at| {
                    end = Some(at);
                    true
                });
                return end.is_some_and(|end| then(self, end));
            }
            Item::Start(lines) => at == 0 || *lines && self.text[at - 1] == b'\n',
            Item::End(lines) => {
                let rest = &self.text[at..];
                rest.is_empty() || rest == b"\n" || *lines && rest[0] == b'\n'
            }
            Item::VeryEnd => at == self.text.len(),
            Item::Boundary(is) => {
                let word = |at: Option<usize>| {
                    at.and_then(|at| self.text.get(at))
                        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                };
                (word(at.checked_sub(1)) != word(Some(at))) == *is
            }
        };
        matches && then(self, at)
    }

    fn sequence(&mut self, items: &[Item], at: usize, then: &mut Then) -> bool {
        match items {
            [] => then(self, at),
            [first, rest @ ..] => self.item(first, at, &mut |matcher, at| matcher.sequence(rest, at, then)),
        }
    }

    fn repeat(&mut self, body: &Item, (min, max): (u32, u32), at: usize, then: &mut Then) -> bool {
        let less = |count: u32| if count == UNBOUNDED { count } else { count.saturating_sub(1) };
        let again = max > 0
            && self.item(body, at, &mut |matcher, end| {
                // A repetition of nothing is none.
                let next = (min.saturating_sub(1), less(max));
                (end > at || min > 0) && matcher.repeat(body, next, end, then)
            });
        again || min == 0 && then(self, at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::python_pattern::{Flags, parse};
    use super::*;

    fn is(pattern: &str) -> bool {
        is_catastrophic(&parse(pattern, Flags::default()).expect(pattern), false, &mut BUDGET.clone())
    }

    #[test]
    fn loops_that_match_a_text_in_two_ways_explode() {
        for pattern in [
            r"(x+)+$",
            r"^(a*)*b",
            r"(a|a)*b",
            r"(a|aa)+$",
            r"^(.*,)*x$",
            r"(\w+\s?)+$",
            r"^(\s*,\s*)*;",
            r#""([^"\\]+|\\.)*""#,
            r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
            r"^(([a-z])+.)+[A-Z]([a-z])+$",
            r"<!--(.|\s)*-->",
            r"(\d+|\d+\.\d*)*x",
        ] {
            assert!(is(pattern), "{pattern}");
        }
    }

    #[test]
    fn loops_with_one_way_do_not() {
        for pattern in [
            r"(\w+\s)+$",
            r"[\w ]+$",
            r"(x+)+",
            r"(\w+\s?)+",
            r"(?:a|b)*c",
            r"(?>a+)+$",
            r"(a++)+$",
            r"^(\w+,)*\w+$",
            r#""(?:[^"\\]|\\.)*""#,
            r"^\d+(\.\d+)*$",
            r"(a{1,3})b",
            r"^(?:[a-z]+-)*[a-z]+$",
            r".*.*=",
            r"^\s*(\w+\s*=\s*\w+\s*;)*$",
            r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
            r"^([A-Z]{2}\d{3,5} )+$",
        ] {
            assert!(!is(pattern), "{pattern}");
        }
    }
}
