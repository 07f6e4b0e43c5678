use napi::bindgen_prelude::Either;
use napi_derive::napi;
use posse_core::toml;

/// Why a text is not TOML.
#[napi(object)]
pub struct TomlMistake {
    /// What is wrong, in one line.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 units, from 1.
    pub column: u32,
}

/// Where everything in a valid TOML text is written, as JSON. Each value is a list of the line and the column of its key, its
/// own line and column, and an object with what is in it, by key or by place in a list. Lines and columns count from 1, in
/// UTF-16 units.
#[napi]
#[must_use]
pub fn toml_places(text: String) -> String {
    let text: Box<str> = text.into();
    toml::places(&text)
}

/// The values of a TOML text, as JSON. A value that JSON lacks is a list of `null` and its text.
#[napi]
#[must_use]
pub fn toml_values(text: String) -> Either<String, TomlMistake> {
    let text: Box<str> = text.into();
    match toml::values(&text) {
        Ok(values) => Either::A(values),
        Err(toml::Mistake { message, line, column }) => Either::B(TomlMistake { message, line, column }),
    }
}
