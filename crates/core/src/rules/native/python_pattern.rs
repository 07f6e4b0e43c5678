//! Reads regular expressions as Python's `re` does, as far as the way they match is concerned: groups have no numbers,
//! and characters outside ASCII are left out of sets. What depends on more than that is refused: references back,
//! conditions, and looks ahead and behind.

/// A set of ASCII characters, one bit each.
pub(super) type Set = u128;

/// No upper limit of a repetition.
pub(super) const UNBOUNDED: u32 = u32::MAX;

/// How deep groups may be nested.
const DEPTH: u32 = 40;

const DIGITS: Set = range(b'0', b'9');
const WORD: Set = DIGITS | range(b'a', b'z') | range(b'A', b'Z') | bit(b'_');
const SPACE: Set = bit(b' ') | range(b'\t', b'\r') | range(0x1c, 0x1f);
const NEWLINE: Set = bit(b'\n');

/// Part of a regular expression.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// One character of these.
    One(Set),
    /// `^`, or with true also after each line break.
    Start(bool),
    /// `$`, or with true also before each line break.
    End(bool),
    /// `\Z`.
    VeryEnd,
    /// `\b`, or with false `\B`.
    Boundary(bool),
    /// One after the other.
    Sequence(Vec<Item>),
    /// One of them.
    Either(Vec<Item>),
    /// Between so many and so many.
    Repeat { body: Box<Item>, min: u32, max: u32 },
    /// The first way to match, and no other.
    Atomic(Box<Item>),
}

/// Flags that change how a pattern matches.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "flags are independent")]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) dot_all: bool,
    pub(super) multiline: bool,
    pub(super) verbose: bool,
}

/// Reads a pattern; `None` if it is none, or depends on more than this reader knows.
pub(super) fn parse(pattern: &str, flags: Flags) -> Option<Item> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut parser = Parser { chars: &chars, at: 0, flags, depth: 0 };
    let item = parser.alternatives()?;
    (parser.at == chars.len()).then_some(item)
}

const fn bit(byte: u8) -> Set {
    1 << byte
}

const fn range(first: u8, last: u8) -> Set {
    (Set::MAX >> (127 - last)) & (Set::MAX << first)
}

fn one(char: char) -> Set {
    u8::try_from(char).ok().filter(u8::is_ascii).map_or(0, bit)
}

struct Parser<'p> {
    chars: &'p [char],
    at: usize,
    flags: Flags,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += 1;
        Some(char)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(at, char)| self.chars.get(self.at + at) == Some(&char));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn alternatives(&mut self) -> Option<Item> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth < DEPTH)?;
        let mut items = vec![self.sequence()?];
        while self.eat("|") {
            items.push(self.sequence()?);
        }
        self.depth -= 1;
        if items.len() == 1 { items.pop() } else { Some(Item::Either(items)) }
    }

    fn sequence(&mut self) -> Option<Item> {
        let mut items = Vec::new();
        loop {
            if self.flags.verbose {
                self.skip_space();
            }
            match self.peek() {
                None | Some('|' | ')') => return Some(Item::Sequence(items)),
                _ => {}
            }
            let item = self.atom()?;
            items.push(self.repeated(item));
        }
    }

    fn skip_space(&mut self) {
        while let Some(char) = self.peek() {
            if char == '#' {
                while self.take().is_some_and(|char| char != '\n') {}
            } else if char.is_ascii_whitespace() || char == '\x0b' {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn repeated(&mut self, item: Item) -> Item {
        if self.flags.verbose {
            self.skip_space();
        }
        let before = self.at;
        let counts = match self.take() {
            Some('*') => Some((0, UNBOUNDED)),
            Some('+') => Some((1, UNBOUNDED)),
            Some('?') => Some((0, 1)),
            Some('{') => self.counts(),
            _ => None,
        };
        let Some((min, max)) = counts else {
            self.at = before;
            return item;
        };
        let repeat = Item::Repeat { body: Box::new(item), min, max };
        if self.eat("?") {
            return repeat;
        }
        if self.eat("+") { Item::Atomic(Box::new(repeat)) } else { repeat }
    }

    /// `{3}`, `{3,}`, `{,5}`, `{3,5}`. Anything else is text.
    fn counts(&mut self) -> Option<(u32, u32)> {
        let min = self.number();
        let (min, max) =
            if self.eat(",") { (min.unwrap_or(0), self.number().unwrap_or(UNBOUNDED)) } else { (min?, min?) };
        self.eat("}").then_some((min, max))
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        while self.peek().is_some_and(|char| char.is_ascii_digit()) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect::<String>().parse().ok()
    }

    /// One item. A comment and flags match nothing, which is always there.
    fn atom(&mut self) -> Option<Item> {
        Some(match self.take()? {
            '(' => return self.group(),
            '[' => Item::One(self.class()?),
            '.' => Item::One(if self.flags.dot_all { Set::MAX } else { !NEWLINE }),
            '^' => Item::Start(self.flags.multiline),
            '$' => Item::End(self.flags.multiline),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return None,
            char => Item::One(self.cased(one(char))),
        })
    }

    fn group(&mut self) -> Option<Item> {
        let before = self.flags;
        let mut atomic = false;
        if self.eat("?") {
            if self.eat("#") {
                while self.take()? != ')' {}
                return Some(Item::Sequence(Vec::new()));
            }
            if self.eat(">") {
                atomic = true;
            } else if self.eat("P<") {
                while self.take()? != '>' {}
            } else if !self.eat(":") && self.flag_letters()? {
                // `(?i)`: for the rest of the pattern.
                return Some(Item::Sequence(Vec::new()));
            }
        }
        let item = self.alternatives()?;
        if !self.eat(")") {
            return None;
        }
        self.flags = before;
        Some(if atomic { Item::Atomic(Box::new(item)) } else { item })
    }

    /// Reads `i)`, or `i-s:`. Whether the group ends there.
    fn flag_letters(&mut self) -> Option<bool> {
        let mut on = true;
        loop {
            match self.take()? {
                ')' => return Some(true),
                ':' => return Some(false),
                '-' => on = false,
                'i' => self.flags.ignore_case = on,
                's' => self.flags.dot_all = on,
                'm' => self.flags.multiline = on,
                'x' => self.flags.verbose = on,
                'a' | 'u' | 'L' => {}
                _ => return None,
            }
        }
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.eat("^");
        let (mut set, mut first) = (0, true);
        loop {
            let char = self.take()?;
            if char == ']' && !first {
                break;
            }
            first = false;
            let (low, low_set) = self.class_item(char)?;
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|next| *next != ']');
            if is_range {
                self.at += 1;
                let next = self.take()?;
                let (low, (high, _)) = (low?, self.class_item(next)?);
                let high = high?;
                if high < low {
                    return None;
                }
                if let Ok(low) = u8::try_from(low)
                    && low.is_ascii()
                {
                    set |= range(low, u8::try_from(high).ok().filter(u8::is_ascii).unwrap_or(127));
                }
            } else {
                set |= low_set;
            }
        }
        let set = self.cased(set);
        Some(if negated { !set } else { set })
    }

    /// One character of a class, or a class in it such as `\d`.
    fn class_item(&mut self, char: char) -> Option<(Option<char>, Set)> {
        if char != '\\' {
            return Some((Some(char), one(char)));
        }
        if self.peek() == Some('b') {
            self.at += 1;
            return Some((Some('\x08'), bit(8)));
        }
        let start = self.at;
        if let Some(set) = self.named_class() {
            return Some((None, set));
        }
        self.at = start;
        let char = self.escaped()?;
        Some((Some(char), one(char)))
    }

    fn named_class(&mut self) -> Option<Set> {
        Some(match self.take()? {
            'd' => DIGITS,
            'D' => !DIGITS,
            'w' => WORD,
            'W' => !WORD,
            's' => SPACE,
            'S' => !SPACE,
            _ => return None,
        })
    }

    fn escape(&mut self) -> Option<Item> {
        let start = self.at;
        if let Some(set) = self.named_class() {
            return Some(Item::One(set));
        }
        self.at = start;
        let item = match self.peek()? {
            'A' => Item::Start(false),
            'Z' => Item::VeryEnd,
            'b' => Item::Boundary(true),
            'B' => Item::Boundary(false),
            // A reference back.
            '1'..='9' => return None,
            _ => {
                let char = self.escaped()?;
                return Some(Item::One(self.cased(one(char))));
            }
        };
        self.at += 1;
        Some(item)
    }

    /// The character that an escape stands for.
    fn escaped(&mut self) -> Option<char> {
        let char = self.take()?;
        let hex = |parser: &mut Self, digits: usize| {
            let text: String = parser.chars.get(parser.at..parser.at + digits)?.iter().collect();
            parser.at += digits;
            char::from_u32(u32::from_str_radix(&text, 16).ok()?)
        };
        Some(match char {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\x0c',
            'v' => '\x0b',
            'a' => '\x07',
            'x' => hex(self, 2)?,
            'u' => hex(self, 4)?,
            'U' => hex(self, 8)?,
            '0' => {
                let mut value = 0;
                while let Some(digit) = self.peek().and_then(|char| char.to_digit(8)).filter(|_| value < 8) {
                    value = value * 8 + digit;
                    self.at += 1;
                }
                char::from_u32(value)?
            }
            char if char.is_ascii_alphanumeric() => return None,
            char => char,
        })
    }

    /// With IGNORECASE, letters in the other case too.
    fn cased(&self, set: Set) -> Set {
        if !self.flags.ignore_case {
            return set;
        }
        let (upper, lower) = (range(b'A', b'Z'), range(b'a', b'z'));
        set | (set & upper) << 32 | (set & lower) >> 32
    }
}
