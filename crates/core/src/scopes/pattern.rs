//! Qualified names as configurations write them, with wildcards: `acme.db.run`, `acme.legacy.*`, `acme.**.run`.

/// A qualified name that may have wildcards: `*` stands for one part, and `**` for any number of parts.
///
/// Calls on the way to the last part may be left out: `acme.Client.run` is `acme.Client().run`, too. The file that
/// uses a name may import it relative to its own package: then the end of the pattern is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Name(String),
    One,
    Any,
}

impl Part {
    /// Whether the part stands for this part of a name. `last` is whether it is the last one.
    fn is(&self, part: &str, last: bool) -> bool {
        match self {
            Self::Name(name) => name == part || (!last && name == bare(part)),
            Self::One | Self::Any => true,
        }
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Returns what a pattern looks like, if this is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Option<Vec<Part>> = text
            .split('.')
            .map(|part| match part {
                "*" => Some(Part::One),
                "**" => Some(Part::Any),
                _ => is_name(bare(part)).then(|| Part::Name(part.to_string())),
            })
            .collect();
        match parts {
            Some(parts) if parts.iter().any(|part| matches!(part, Part::Name(_))) => {
                Ok(Self { text: text.to_string(), parts })
            }
            _ => Err(format!("'{text}' is not a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**'")),
        }
    }

    /// Returns the text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the last part, if it is no wildcard.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        match self.parts.last() {
            Some(Part::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// Returns the parts that are no wildcards, without the calls behind them.
    #[must_use]
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(bare(name)),
            _ => None,
        })
    }

    /// Returns the last name in the pattern. It is written in every file that uses what the pattern stands for.
    #[must_use]
    pub fn last_name(&self) -> &str {
        self.names().next_back().unwrap_or_default()
    }

    /// Whether any part is a wildcard.
    #[must_use]
    pub fn has_wildcards(&self) -> bool {
        self.names().count() < self.parts.len()
    }

    /// Returns the name of the method, if the pattern stands for a method of anything: `*.run`.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::One, Part::Name(name)] => Some(name),
            _ => None,
        }
    }

    /// Whether the pattern begins with a wildcard.
    #[must_use]
    pub fn begins_anywhere(&self) -> bool {
        !matches!(self.parts.first(), Some(Part::Name(_)))
    }

    /// Whether the pattern stands for this qualified name. It begins with dots where it is relative to the package of
    /// its file.
    #[must_use]
    pub fn is(&self, path: &str) -> bool {
        if path == self.text {
            return true;
        }
        let relative = path.trim_start_matches('.');
        if relative.is_empty() {
            return false;
        }
        let given: Vec<&str> = relative.split('.').collect();
        if relative.len() == path.len() {
            return matches(&self.parts, &given);
        }
        let ends = (0..self.parts.len()).map(|start| &self.parts[start..]);
        let has_name = |end: &&[Part]| end.iter().any(|part| matches!(part, Part::Name(_)));
        ends.take_while(has_name).any(|end| matches(end, &given))
    }
}

/// Whether these parts stand for all of these names, in time that grows with their product.
fn matches(parts: &[Part], names: &[&str]) -> bool {
    let (mut part, mut name) = (0, 0);
    // Where the last `**` is, and how far it reaches so far.
    let mut any: Option<(usize, usize)> = None;
    while name < names.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                any = Some((part, name));
                part += 1;
            }
            Some(each) if each.is(names[name], name + 1 == names.len()) => {
                part += 1;
                name += 1;
            }
            _ => match any {
                Some((at, reached)) => {
                    any = Some((at, reached + 1));
                    part = at + 1;
                    name = reached + 1;
                }
                None => return false,
            },
        }
    }
    parts[part..].iter().all(|part| *part == Part::Any)
}

/// A part of a name without the calls and items behind it.
fn bare(part: &str) -> &str {
    let mut part = part;
    while let Some(rest) = part.strip_suffix("()").or_else(|| part.strip_suffix("[]")) {
        part = rest;
    }
    part
}

fn is_name(text: &str) -> bool {
    let mut all = text.chars();
    all.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && all.all(|each| each.is_alphanumeric() || each == '_')
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn is(pattern: &str, path: &str) -> bool {
        Pattern::parse(pattern).expect("a pattern").is(path)
    }

    #[test]
    fn a_star_is_one_part_and_two_are_any_number() {
        assert!(is("acme.db.run", "acme.db.run"));
        assert!(!is("acme.db.run", "acme.db.run_all"));
        assert!(is("acme.*.run", "acme.db.run") && is("acme.*", "acme.run"));
        assert!(!is("acme.*.run", "acme.run") && !is("acme.*.run", "acme.db.sync.run") && !is("acme.*", "acme"));
        assert!(is("acme.**", "acme.a.b.c") && is("acme.**.run", "acme.run") && is("acme.**.run", "acme.a.b.run"));
        assert!(is("**.run", "run") && is("**.a.**.b", "x.a.a.y.b"));
        assert!(!is("acme.**.run", "acme.a.b.runs") && !is("acme.**.run", "other.acme.run"));
    }

    #[test]
    fn calls_on_the_way_may_be_left_out() {
        assert!(is("acme.Client.run", "acme.Client().run") && is("acme.Client().run", "acme.Client().run"));
        assert!(!is("acme.Client().run", "acme.Client.run"));
        assert!(!is("acme.Client", "acme.Client()"));
        assert!(is("acme.connect.cursor.run", "acme.connect().cursor()[].run"));
    }

    #[test]
    fn the_end_is_enough_for_a_relative_import() {
        assert!(is("acme.db.run", ".db.run") && is("acme.db.run", "..run") && is("acme.Db.run", ".Db().run"));
        assert!(!is("acme.db.run", ".web.run") && !is("acme.db.run", ".db") && !is("acme.db.run", "db.run"));
        // No name would be left to tell.
        assert!(is("acme.legacy.*", ".legacy.f") && !is("acme.legacy.*", ".f"));
        assert!(!is("acme.db.run", "."));
    }

    #[test]
    fn only_a_wildcard_stands_for_what_is_not_known() {
        assert!(is("*.logger.info", "?.logger.info") && is("**.logger.*", "?.app.logger.info"));
        assert!(is("**.query.all", "?.query().all") && is("*.logger.info", "?().logger.info"));
        assert!(!is("*.logger.info", "?.app.logger.info") && !is("app.logger.info", "?.logger.info"));
        let begins = |text: &str| Pattern::parse(text).expect("a pattern").begins_anywhere();
        assert!(begins("*.a") && begins("**.a.*") && !begins("a.*"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for wrong in ["", ".", "a..b", "a.", ".a", "*", "**", "*.**", "a b", "a.b*", "a-b", "1a", "()", "a.()"] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong}");
        }
        for right in ["a", "_a.b1", "*.a", "**.a", "a()", "a()()", "a[].b", "é.ü"] {
            assert!(Pattern::parse(right).is_ok(), "{right}");
        }
    }

    #[test]
    fn many_wildcards_take_no_more_than_their_product() {
        let pattern = format!("{}z", "**.a.".repeat(200));
        assert!(!is(&pattern, "a.".repeat(5000).trim_end_matches('.')));
    }
}
