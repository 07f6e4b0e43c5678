//! Where and how the text of a file can be changed: what a fix is, what a rule may ask to make one, and how fixes become
//! the bytes of the file.

mod apply;
mod arguments;
mod comment_place;
mod fix;
mod fixing;
mod guard;
mod import_place;
mod names;
#[cfg(test)]
pub(crate) mod pairs;
mod shown;
mod written;

pub use self::apply::{Applied, apply, choose};
pub use self::comment_place::{CommentPlace, comment_places};
pub use self::fix::{Edit, Fix, Import};
pub use self::fixing::{Fixing, is_plain};
pub(crate) use self::guard::{is_allowed, is_within};
pub(crate) use self::import_place::import_place;
pub use self::names::Reference;
pub(crate) use self::shown::to_json;
pub(crate) use self::written::written;
