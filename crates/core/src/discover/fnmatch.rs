//! Python's `fnmatch.fnmatch` on POSIX: `*` matches slashes, there are no escapes, and matching is case-sensitive.

use super::name::code_points;

/// A compiled glob.
#[derive(Debug)]
pub struct Pattern(Shape);

/// The segments before, between and after the stars.
#[derive(Debug)]
enum Shape {
    /// Only ordinary characters, so bytes can be compared.
    Literal(Vec<Vec<u8>>),
    General(Vec<Vec<Item>>),
}

/// A pattern for one character of a name.
#[derive(Debug)]
enum Item {
    One(char),
    Any,
    Set { negated: bool, ranges: Vec<(char, char)> },
}

impl Pattern {
    /// Compiles a glob. Every string is a valid glob.
    #[must_use]
    pub fn new(glob: &str) -> Self {
        let segments = parse(glob);
        let literal = |segment: &Vec<Item>| {
            let mut bytes = Vec::new();
            for item in segment {
                let Item::One(char) = item else { return None };
                bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Some(bytes)
        };
        Self(match segments.iter().map(literal).collect() {
            Some(literals) => Shape::Literal(literals),
            None => Shape::General(segments),
        })
    }

    /// Whether the whole name matches. `name` is in the encoding of [`OsStr`](std::ffi::OsStr).
    #[must_use]
    pub fn matches(&self, name: &[u8]) -> bool {
        match &self.0 {
            Shape::Literal(segments) => fits(name, segments, |wanted, byte| wanted == byte),
            Shape::General(segments) => fits(&code_points(name), segments, |item, &code| item.fits(code)),
        }
    }
}

impl Item {
    fn fits(&self, code: u32) -> bool {
        match self {
            Self::One(char) => u32::from(*char) == code,
            Self::Any => true,
            Self::Set { negated, ranges } => {
                *negated != ranges.iter().any(|&(first, last)| (u32::from(first)..=u32::from(last)).contains(&code))
            }
        }
    }
}

/// Each segment between stars takes the first match. With stars on both sides, a later match is never needed.
fn fits<Part, Char>(name: &[Char], segments: &[Vec<Part>], one: impl Fn(&Part, &Char) -> bool) -> bool {
    let at = |segment: &[Part], name: &[Char]| segment.iter().zip(name).all(|(part, char)| one(part, char));
    let Some((first, rest)) = segments.split_first() else {
        return false;
    };
    let Some((last, between)) = rest.split_last() else {
        return name.len() == first.len() && at(first, name);
    };
    let Some(inner) = name.len().checked_sub(first.len() + last.len()) else {
        return false;
    };
    let (start, rest) = name.split_at(first.len());
    let (mut inner, end) = rest.split_at(inner);
    for segment in between.iter().filter(|segment| !segment.is_empty()) {
        let Some(place) = inner.windows(segment.len()).position(|window| at(segment, window)) else {
            return false;
        };
        inner = &inner[place + segment.len()..];
    }
    at(first, start) && at(last, end)
}

fn parse(glob: &str) -> Vec<Vec<Item>> {
    let glob: Vec<char> = glob.chars().collect();
    let mut segments = vec![Vec::new()];
    let mut rest = glob.as_slice();
    while let [char, tail @ ..] = rest {
        rest = tail;
        let item = match char {
            '*' => {
                segments.push(Vec::new());
                continue;
            }
            '?' => Item::Any,
            '[' => match set_end(tail) {
                Some(end) => {
                    rest = &tail[end + 1..];
                    parse_set(&tail[..end])
                }
                None => Item::One('['),
            },
            other => Item::One(*other),
        };
        if let Some(segment) = segments.last_mut() {
            segment.push(item);
        }
    }
    segments
}

/// Returns the position of the `]` that ends a set. A `]` in first place, or right after the `!`, is a member.
fn set_end(tail: &[char]) -> Option<usize> {
    let negation = usize::from(tail.first() == Some(&'!'));
    let start = negation + usize::from(tail.get(negation) == Some(&']'));
    Some(start + tail.get(start..)?.iter().position(|&char| char == ']')?)
}

/// Parses the text between the brackets. A hyphen makes a range unless it is first, last, or follows a range. Backwards
/// ranges are dropped together with their ends, which can leave an empty set: `[z-a]` matches nothing, `[!z-a]`
/// anything.
fn parse_set(inside: &[char]) -> Item {
    let mut chunks = chunks(inside);
    for at in (1..chunks.len()).rev() {
        if chunks[at - 1].last() > chunks[at].first() {
            let right = chunks.remove(at);
            chunks[at - 1].pop();
            chunks[at - 1].extend(right.into_iter().skip(1));
        }
    }
    let negated = chunks.first().and_then(|chunk| chunk.first()) == Some(&'!');
    if negated {
        chunks[0].remove(0);
    }
    let mut ranges = Vec::new();
    let mut low = None;
    for chunk in &chunks {
        for (at, &char) in chunk.iter().enumerate() {
            ranges.push((low.filter(|_| at == 0).unwrap_or(char), char));
        }
        low = chunk.last().copied();
    }
    Item::Set { negated, ranges }
}

/// Splits the set at the hyphens that make ranges.
fn chunks(inside: &[char]) -> Vec<Vec<char>> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut from = if inside.first() == Some(&'!') { 2 } else { 1 };
    while let Some(hyphen) = inside.get(from..).and_then(|rest| rest.iter().position(|&char| char == '-')) {
        let hyphen = from + hyphen;
        chunks.push(inside[start..hyphen].to_vec());
        start = hyphen + 1;
        from = hyphen + 3;
    }
    if start < inside.len() {
        chunks.push(inside[start..].to_vec());
    } else if let Some(last) = chunks.last_mut() {
        last.push('-');
    }
    chunks
}
