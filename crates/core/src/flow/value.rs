//! What is known of a value: the constants that it can be, where it came from, and what it is made of.

use std::rc::Rc;

use super::engine::Outcome;
use super::parts::{ROOTED, UNSLASHED};
use super::step::Step;
use crate::models::Origin;
use crate::models::{Kind, Kinds};
use crate::scopes::Datum;

/// The most constants that a value can be before it is just some constant.
const FEW: usize = 8;
/// The most elements of a list or entries of a dictionary that are told apart.
const ELEMENTS: usize = 64;
/// The name of a list of which only the beginning is known, and of an object of a class of the file.
const LIST: &str = "<list>";
const INSTANCE: &str = "<instance>";
/// The most values that a value is made of, with what those are made of.
const SIZE: u32 = 512;
/// The most pieces of a text.
const PIECES: usize = 48;
/// The most ways that one value keeps.
const TAINTS: usize = 8;

/// A value. Cheap to copy; nothing is known of the default.
#[derive(Clone, Debug, Default)]
pub struct Value(Option<Rc<Known>>);

/// What is known of a value.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The constants that it can be.
    pub consts: Consts,
    /// The sources that decide it.
    pub taints: Vec<Taint>,
    /// The qualified name of what it is.
    pub path: Option<Rc<str>>,
    /// Its parts.
    pub shape: Shape,
    /// The text that it was put together from.
    pub text: Option<Rc<[Piece]>>,
    /// The number of values that it is made of, itself included.
    pub(super) size: u32,
}

/// The constants that a value can be.
#[derive(Clone, Debug, Default)]
pub enum Consts {
    /// Any value.
    #[default]
    Unknown,
    /// Some constant.
    Opaque,
    /// One of these.
    Few(Rc<[Datum]>),
}

/// The parts of a value.
#[derive(Clone, Debug, Default)]
pub enum Shape {
    /// Not known.
    #[default]
    Plain,
    /// A list or a tuple of known length.
    List(Rc<[Value]>),
    /// A dictionary with these keys. Others may be missing.
    Dict(Rc<[(Datum, Value)]>),
    /// The result of a call with these keyword arguments.
    Object(Rc<[(String, Value)]>),
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub enum Piece {
    /// These characters.
    Text(Rc<str>),
    /// Some value, with the sources that decide it. `true` if it is a constant.
    Hole(Rc<[Taint]>, bool),
}

/// That a source decides a value.
#[derive(Clone, Debug)]
pub struct Taint {
    /// The last step of the way from there.
    pub step: Rc<Step>,
    /// What kind of source it is.
    pub origin: Origin,
    /// The kinds of sinks that it can do no harm at.
    pub clean: Kinds,
    /// Whether a name was trusted to say that it cleans.
    pub doubtful: bool,
}

impl Value {
    /// A value of which this is known.
    #[must_use]
    pub fn of(mut known: Known) -> Self {
        let size = |value: &Self| value.known().map_or(1, |known| known.size);
        known.size = 1 + match &known.shape {
            Shape::Plain => 0,
            Shape::List(elements) => elements.iter().map(size).sum(),
            Shape::Dict(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
            Shape::Object(named) => named.iter().map(|(_, value)| size(value)).sum(),
        };
        if known.size > SIZE {
            // Too much to tell its parts apart.
            let whole = Self(Some(Rc::new(known)));
            let consts = if whole.is_constant() { Consts::Opaque } else { Consts::Unknown };
            let path = whole.path_str().filter(|path| *path != INSTANCE).map(Rc::from);
            return Self(Some(Rc::new(Known {
                consts,
                taints: whole.all_taints(),
                path,
                size: 1,
                ..Known::default()
            })));
        }
        Self(Some(Rc::new(known)))
    }

    /// The value after something may have changed it that is not known: only its sources remain.
    #[must_use]
    pub fn loosened(&self) -> Self {
        match self.known() {
            Some(Known { shape: Shape::Plain, consts: Consts::Unknown, .. }) | None => self.clone(),
            Some(_) if self.is_list() => {
                Self::of(Known { path: Some(LIST.into()), ..Self::tainted(self.all_taints()).to_known() })
            }
            Some(known) => Self::of(Known { path: known.path.clone(), ..Self::tainted(self.all_taints()).to_known() }),
        }
    }

    /// A constant.
    #[must_use]
    pub fn constant(datum: Datum) -> Self {
        let consts = match datum {
            Datum::Opaque => Consts::Opaque,
            datum => Consts::Few([datum].into()),
        };
        Self::of(Known { consts, ..Known::default() })
    }

    /// What a qualified name stands for.
    #[must_use]
    pub fn path(path: impl Into<Rc<str>>) -> Self {
        Self::of(Known { path: Some(path.into()), ..Known::default() })
    }

    /// A value that these sources decide.
    #[must_use]
    pub fn tainted(taints: Vec<Taint>) -> Self {
        if taints.is_empty() { Self::default() } else { Self::of(Known { taints, ..Known::default() }) }
    }

    /// A list or tuple.
    #[must_use]
    pub fn list(elements: Vec<Self>) -> Self {
        if elements.len() > ELEMENTS {
            return Self::collapsed(elements.iter());
        }
        Self::of(Known { shape: Shape::List(elements.into()), ..Known::default() })
    }

    /// A list that begins with these elements, and goes on with any of the others.
    #[must_use]
    pub fn open_list<'v>(first: &'v [Self], others: impl Iterator<Item = &'v Self>) -> Self {
        let known =
            first.iter().take(ELEMENTS).enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect();
        let all = Self::collapsed(first.iter().chain(others));
        Self::of(Known { path: Some(LIST.into()), shape: Shape::Object(known), ..all.to_known() })
    }

    /// Returns the elements that a list surely begins with.
    #[must_use]
    pub fn beginning(&self) -> Vec<Self> {
        match self.known().map(|known| (&known.shape, known.path.as_deref())) {
            Some((Shape::List(elements), _)) => elements.to_vec(),
            Some((Shape::Object(known), Some(LIST))) => known.iter().map(|(_, value)| value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it is a list, of known length or not.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.known().is_some_and(|known| matches!(known.shape, Shape::List(_)) || known.path.as_deref() == Some(LIST))
    }

    /// An object with these attributes.
    #[must_use]
    pub fn instance(attributes: Vec<(String, Self)>) -> Self {
        let shape = Shape::Object(attributes.into());
        Self::of(Known { path: Some(INSTANCE.into()), shape, ..Known::default() })
    }

    /// Returns the attributes of an object of a class of the file.
    #[must_use]
    pub fn attributes(&self) -> Option<&[(String, Self)]> {
        match self.known().map(|known| (&known.shape, known.path.as_deref())) {
            Some((Shape::Object(attributes), Some(INSTANCE))) => Some(attributes),
            _ => None,
        }
    }

    /// A dictionary.
    #[must_use]
    pub fn dict(entries: Vec<(Datum, Self)>) -> Self {
        if entries.len() > ELEMENTS * 3 {
            return Self::collapsed(entries.iter().map(|(_, value)| value));
        }
        Self::of(Known { shape: Shape::Dict(entries.into()), ..Known::default() })
    }

    /// A value that any of these may be part of.
    #[must_use]
    pub fn collapsed<'v>(values: impl Iterator<Item = &'v Self>) -> Self {
        let mut taints = Vec::new();
        let mut constant = true;
        let mut any = false;
        for value in values {
            any = true;
            constant &= value.is_constant();
            for taint in value.all_taints() {
                add(&mut taints, taint);
            }
        }
        let consts = if any && constant { Consts::Opaque } else { Consts::Unknown };
        Self::of(Known { consts, taints, ..Known::default() })
    }

    /// Returns what is known.
    #[must_use]
    pub fn known(&self) -> Option<&Known> {
        self.0.as_deref()
    }

    /// Returns a copy of what is known, to change.
    #[must_use]
    pub fn to_known(&self) -> Known {
        self.0.as_deref().cloned().unwrap_or_default()
    }

    /// Returns the qualified name of what it is.
    #[must_use]
    pub fn path_str(&self) -> Option<&str> {
        self.known()?.path.as_deref()
    }

    /// Returns the sources of the value itself, without those of its parts.
    #[must_use]
    pub fn taints(&self) -> &[Taint] {
        self.known().map_or(&[], |known| &known.taints)
    }

    /// Returns the sources of the value and its parts.
    #[must_use]
    pub fn all_taints(&self) -> Vec<Taint> {
        let mut all = Vec::new();
        self.gather(&mut all, 0);
        all
    }

    fn gather(&self, all: &mut Vec<Taint>, depth: u32) {
        let Some(known) = self.known() else { return };
        for taint in &known.taints {
            add(all, taint.clone());
        }
        if depth >= 4 {
            return;
        }
        match &known.shape {
            Shape::List(elements) => elements.iter().for_each(|each| each.gather(all, depth + 1)),
            Shape::Dict(entries) => entries.iter().for_each(|(_, each)| each.gather(all, depth + 1)),
            Shape::Plain | Shape::Object(_) => {}
        }
    }

    /// Whether any source decides the value or a part of it.
    #[must_use]
    pub fn is_tainted(&self) -> bool {
        let Some(known) = self.known() else { return false };
        !known.taints.is_empty()
            || match &known.shape {
                Shape::List(elements) => elements.iter().any(Self::is_tainted),
                Shape::Dict(entries) => entries.iter().any(|(_, each)| each.is_tainted()),
                Shape::Plain | Shape::Object(_) => false,
            }
    }

    /// Whether it is surely a constant.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        let Some(known) = self.known() else { return false };
        match (&known.consts, &known.shape) {
            (Consts::Opaque | Consts::Few(_), _) => true,
            (_, Shape::List(elements)) => elements.iter().all(Self::is_constant),
            (_, Shape::Dict(entries)) => entries.iter().all(|(_, each)| each.is_constant()),
            _ => false,
        }
    }

    /// Returns the constants that it can be, if they are few.
    #[must_use]
    pub fn few(&self) -> Option<&[Datum]> {
        match &self.known()?.consts {
            Consts::Few(few) => Some(few),
            _ => None,
        }
    }

    /// Returns the constant that it is.
    #[must_use]
    pub fn only(&self) -> Option<&Datum> {
        match self.few()? {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Returns the constant string that it is.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.only()?.as_str()
    }

    /// Whether it is true in Python, if that is known.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        let known = self.known()?;
        match (&known.consts, &known.shape) {
            (Consts::Few(few), _) => {
                let first = few.first()?.truth()?;
                few.iter().all(|each| each.truth() == Some(first)).then_some(first)
            }
            // An empty one may be filled under another name.
            (_, Shape::List(elements)) if !elements.is_empty() => Some(true),
            _ => None,
        }
    }

    /// Returns the pieces that the text of this value is made of.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece> {
        let Some(known) = self.known() else { return vec![Piece::Hole([].into(), false)] };
        if let Some(text) = &known.text {
            return text.to_vec();
        }
        match self.as_str() {
            Some(text) => vec![Piece::Text(text.into())],
            None => vec![Piece::Hole(self.all_taints().into(), self.is_constant())],
        }
    }

    /// Returns the pieces that the text of this value is made of, behind others. What they begin with may be harmless there.
    #[must_use]
    pub fn pieces_after(&self, before: &[Piece]) -> Vec<Piece> {
        let harmless = match (self.path_str(), before.last()) {
            // `/` and what begins with no slash leads to a page of this site.
            (Some(UNSLASHED), Some(Piece::Text(text))) if text.ends_with('/') => Kind::Redirect,
            (Some(ROOTED), Some(_)) => Kind::Path,
            _ => return self.pieces(),
        };
        self.cleaned(Kinds::of(&[harmless])).pieces()
    }

    /// A text that is put together from values.
    #[must_use]
    pub fn built(values: &[Self]) -> Self {
        let mut pieces = Vec::new();
        for value in values {
            let more = value.pieces_after(&pieces);
            pieces.extend(more);
        }
        Self::from_pieces(pieces)
    }

    /// A text of these pieces.
    #[must_use]
    pub fn from_pieces(pieces: Vec<Piece>) -> Self {
        let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (merged.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(now)) if before.len() + now.len() <= 4096 => {
                    *before = format!("{before}{now}").into();
                }
                (_, piece) => merged.push(piece),
            }
        }
        if let [Piece::Text(text)] = merged.as_slice() {
            return Self::constant(Datum::Str(text.to_string()));
        }
        let mut taints = Vec::new();
        let mut constant = true;
        for piece in &merged {
            if let Piece::Hole(from, known) = piece {
                constant &= known;
                for taint in from.iter() {
                    add(&mut taints, taint.clone());
                }
            }
        }
        merged.truncate(PIECES);
        let consts = if constant { Consts::Opaque } else { Consts::Unknown };
        Self::of(Known { consts, taints, text: Some(merged.into()), ..Known::default() })
    }

    /// The value with another qualified name.
    #[must_use]
    pub fn with_path(&self, path: impl Into<Rc<str>>) -> Self {
        Self::of(Known { path: Some(path.into()), ..self.to_known() })
    }

    /// The value without its qualified name.
    #[must_use]
    pub fn without_path(&self) -> Self {
        Self::of(Known { path: None, ..self.to_known() })
    }

    /// What both values have in common, where either may be the value.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let (Some(one), Some(two)) = (&self.0, &other.0) else {
            // Nothing is known of one: only the sources of the other remain.
            let known = if self.0.is_some() { self } else { other };
            let text = known.known().and_then(|known| known.text.clone());
            let taints = known.all_taints();
            return if taints.is_empty() {
                Self::default()
            } else {
                Self::of(Known { taints, text, ..Known::default() })
            };
        };
        if Rc::ptr_eq(one, two) {
            return self.clone();
        }
        let consts = match (&one.consts, &two.consts) {
            (Consts::Few(a), Consts::Few(b)) => {
                let mut all = a.to_vec();
                all.extend(b.iter().filter(|each| !a.contains(each)).cloned());
                if all.len() > FEW { Consts::Opaque } else { Consts::Few(all.into()) }
            }
            _ if self.is_constant() && other.is_constant() => Consts::Opaque,
            _ => Consts::Unknown,
        };
        let path = one.path.clone().filter(|path| two.path.as_ref() == Some(path));
        let (shape, taints) = match (&one.shape, &two.shape) {
            (Shape::Plain, Shape::Plain) => (Shape::Plain, unite(&one.taints, &two.taints)),
            (Shape::List(a), Shape::List(b)) if a.len() == b.len() => {
                let joined = a.iter().zip(b.iter()).map(|(a, b)| a.join(b)).collect();
                (Shape::List(joined), unite(&one.taints, &two.taints))
            }
            (Shape::Dict(a), Shape::Dict(b)) => {
                let mut all: Vec<(Datum, Self)> = a.to_vec();
                for (key, value) in b.iter() {
                    match all.iter_mut().find(|(known, _)| known == key) {
                        Some((_, before)) => *before = before.join(value),
                        None => all.push((key.clone(), value.clone())),
                    }
                }
                (Shape::Dict(all.into()), unite(&one.taints, &two.taints))
            }
            (Shape::Object(a), Shape::Object(_)) if path.is_some() => {
                (Shape::Object(a.clone()), unite(&one.taints, &two.taints))
            }
            _ => (Shape::Plain, unite(&self.all_taints(), &other.all_taints())),
        };
        // Of two texts, the one with the more dangerous beginning counts.
        let danger = |value: &Self| value.taints().iter().filter(|taint| taint.clean != Kinds::ALL).count();
        let text = if danger(other) > danger(self) { two.text.clone() } else { one.text.clone().or(two.text.clone()) };
        let text = text.filter(|_| !taints.is_empty() || matches!(consts, Consts::Opaque));
        Self::of(Known { consts, taints, path, shape, text, size: 0 })
    }

    /// The value after `change` was made to every source of it and its parts.
    #[must_use]
    pub fn changed(&self, change: &impl Fn(&Taint) -> Taint) -> Self {
        let Some(known) = self.known() else { return Self::default() };
        if !self.is_tainted() {
            return self.clone();
        }
        let text = known.text.as_ref().map(|pieces| {
            let piece = |piece: &Piece| match piece {
                Piece::Text(text) => Piece::Text(text.clone()),
                Piece::Hole(taints, constant) => Piece::Hole(taints.iter().map(change).collect(), *constant),
            };
            pieces.iter().map(piece).collect()
        });
        let shape = match &known.shape {
            Shape::List(elements) => Shape::List(elements.iter().map(|each| each.changed(change)).collect()),
            Shape::Dict(entries) => {
                Shape::Dict(entries.iter().map(|(key, each)| (key.clone(), each.changed(change))).collect())
            }
            other => other.clone(),
        };
        let taints = known.taints.iter().map(change).collect();
        Self::of(Known { consts: known.consts.clone(), taints, path: known.path.clone(), shape, text, size: 0 })
    }

    /// The value after cleaning for these kinds.
    #[must_use]
    pub fn cleaned(&self, kinds: Kinds) -> Self {
        self.changed(&|taint| Taint { clean: taint.clean.and(kinds), ..taint.clone() })
    }

    /// What becomes of the value at a sink of this kind. Open if any part of its text is neither constant nor known to be
    /// clean.
    #[must_use]
    pub fn outcome_in(&self, kind: Kind) -> Outcome {
        let pieces = self.pieces();
        if pieces.len() >= PIECES {
            // There may be more.
            return Outcome::Open;
        }
        let of_piece = |piece: &Piece| match piece {
            Piece::Text(_) | Piece::Hole(_, true) => Outcome::Constant,
            Piece::Hole(taints, _) if taints.is_empty() => Outcome::Open,
            Piece::Hole(taints, _) if taints.iter().all(|taint| taint.clean.has(kind)) => Outcome::Clean,
            Piece::Hole(..) => Outcome::Harm,
        };
        pieces.iter().map(of_piece).max().unwrap_or(Outcome::Constant)
    }

    /// Returns the source that does harm at a sink of this kind, if any.
    #[must_use]
    pub fn harm(&self, kind: Kind) -> Option<Taint> {
        strongest(self.all_taints(), kind)
    }
}

/// Returns the strongest of these sources that does harm at a sink of this kind.
#[must_use]
pub fn strongest(taints: Vec<Taint>, kind: Kind) -> Option<Taint> {
    taints.into_iter().filter(|taint| !taint.clean.has(kind)).min_by_key(|taint| (taint.origin, taint.doubtful))
}

/// Adds a source. If it is there already, what it is clean for is what both are clean for.
fn add(taints: &mut Vec<Taint>, taint: Taint) {
    let same = |other: &Taint| std::ptr::eq(other.step.source(), taint.step.source());
    let Some(at) = taints.iter().position(same) else {
        if taints.len() < TAINTS {
            taints.push(taint);
        }
        return;
    };
    let before = &mut taints[at];
    // The less clean one is the one to show.
    if before.clean.common(taint.clean) == taint.clean && before.clean != taint.clean {
        before.step = taint.step;
    }
    before.clean = before.clean.common(taint.clean);
    before.doubtful &= taint.doubtful;
}

fn unite(one: &[Taint], two: &[Taint]) -> Vec<Taint> {
    let mut all = one.to_vec();
    for taint in two {
        add(&mut all, taint.clone());
    }
    all
}
