use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::render::template::{self, Template};
use posse_core::render::{self, table};

/// A part of a template: a fixed text, a number, or another value.
#[napi(object)]
pub struct Part {
    /// A fixed text; with the value `lines`, the text between two lines.
    pub text: Option<String>,
    /// The number in this column of the row, from 0: of a finding, a `FindingField`.
    pub number: Option<u32>,
    /// A text of a finding, escaped as Python's JSON, without quotes: a `FindingText`.
    pub string: Option<u32>,
    /// A text of a finding that is JSON, written as what it is: a `FindingText`.
    pub json: Option<u32>,
    /// The text of the finding in this one of the columns that the caller gives, from 0.
    pub given: Option<u32>,
    /// Of a row of a table, its `name`. Of a finding, anything else, of its rule too, which must be a built-in one.
    /// Strings are escaped as Python's JSON, without quotes.
    #[napi(ts_type = "'name' | 'code' | 'severity' | 'confidence' | 'lines' | 'id' | 'testName' | 'link' | 'cwe'")]
    pub value: Option<String>,
}

/// The template that these parts make.
///
/// # Errors
/// For a value that findings do not have.
pub fn template(parts: Vec<Part>) -> Result<Template> {
    use template::Value;
    parts
        .into_iter()
        .map(|part| {
            convert(
                part,
                |name, text| match name {
                    "code" => Some(Value::Code),
                    "name" => Some(Value::Name),
                    "severity" => Some(Value::Severity),
                    "confidence" => Some(Value::Confidence),
                    "lines" => Some(Value::Lines(text)),
                    "id" => Some(Value::Id),
                    "testName" => Some(Value::TestName),
                    "link" => Some(Value::Link),
                    "cwe" => Some(Value::Cwe),
                    _ => None,
                },
                |text| match text {
                    Reference::String(field) => Some(Value::String(field)),
                    Reference::Json(field) => Some(Value::Json(field)),
                    Reference::Given(column) => Some(Value::Given(column)),
                },
            )
        })
        .collect::<Result<_>>()
        .map(Template)
}

/// The template for rows of a table that these parts make.
///
/// # Errors
/// For a value that tables do not have.
pub fn table_template(parts: Vec<Part>) -> Result<Vec<render::Part<table::Value>>> {
    let value = |name: &str, _| (name == "name").then_some(table::Value::Name);
    parts.into_iter().map(|part| convert(part, value, |_| None)).collect()
}

/// A text that a part refers to.
enum Reference {
    String(usize),
    Json(usize),
    Given(usize),
}

fn convert<V>(
    Part { text, number, string, json, given, value }: Part,
    named: impl Fn(&str, String) -> Option<V>,
    text_of: impl Fn(Reference) -> Option<V>,
) -> Result<render::Part<V>> {
    let text = text.unwrap_or_default();
    let made = match (number, string, json, given, &value) {
        (Some(number), ..) => return Ok(render::Part::Number(number as usize)),
        (_, Some(field), ..) => text_of(Reference::String(field as usize)),
        (_, _, Some(field), ..) => text_of(Reference::Json(field as usize)),
        (.., Some(column), _) => text_of(Reference::Given(column as usize)),
        (.., Some(name)) => named(name, text),
        _ => return Ok(render::Part::Text(text)),
    };
    let unknown = || Error::new(Status::InvalidArg, format!("there is no value '{}' here", value.unwrap_or_default()));
    made.map(render::Part::Value).ok_or_else(unknown)
}
