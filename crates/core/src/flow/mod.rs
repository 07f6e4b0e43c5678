//! Follows values through the functions of a file, from where they come in to where they do harm.

mod kind;

pub use self::kind::Kind;
