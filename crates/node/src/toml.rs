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
