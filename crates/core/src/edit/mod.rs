//! Where the text of a file can be changed.

mod comment_place;

pub use comment_place::{CommentPlace, comment_places};
