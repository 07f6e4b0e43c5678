use napi::bindgen_prelude::{Either, Null};
use napi_derive::napi;
use posse_core::edit;

/// Where a comment about a statement can be added. Offsets count the bytes of the file, from 0.
#[napi(object)]
pub struct CommentPlace {
    /// After the code of its last line, or after the comment that is there.
    pub offset: u32,
    /// Where the comment that is there starts.
    pub comment: Option<u32>,
}

/// The end of the statement that each of these lines (from 1) is part of, or of its header. Null for a line outside any
/// statement, and for a file that does not parse.
#[napi]
#[must_use]
pub fn comment_places(content: &[u8], lines: &[u32]) -> Vec<Either<CommentPlace, Null>> {
    let places = edit::comment_places(content.to_vec(), lines).into_iter();
    let shown = |edit::CommentPlace { offset, comment }| Either::A(CommentPlace { offset, comment });
    places.map(|place| place.map_or(Either::B(Null), shown)).collect()
}
