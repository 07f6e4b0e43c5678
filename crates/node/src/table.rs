use napi::bindgen_prelude::{BufferSlice, Float64Array, Uint8Array, Uint32Array};
use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::render::table;
use posse_core::render::visible::Hidden;

use crate::part::{Part, table_template};

/// Named rows of numbers.
#[napi(object)]
pub struct Table {
    /// The names, one after the other: ASCII, escaped as Python's JSON, without quotes.
    pub names: Uint8Array,
    /// Where each of them ends in `names`.
    pub ends: Float64Array,
    /// The numbers, row by row.
    pub numbers: Uint32Array,
    /// How many numbers a row has.
    pub width: u32,
}

/// What was written.
#[napi(object)]
pub struct Filled {
    /// How many rows.
    pub rows: u32,
    /// Their length, in bytes.
    pub length: u32,
}

impl Table {
    /// What is made of it.
    fn with<T>(self, make: impl FnOnce(table::Table) -> T) -> T {
        let Table { names, ends, numbers, width } = self;
        make(table::Table { names: &names, ends: &ends, numbers: &numbers, width: width as usize })
    }
}

/// Writes the rows of a table into `out`, from the one with the place `from` to the one before `to`, for as long as a
/// whole one fits. Names are written in ASCII, or in UTF-8 with the `hidden` characters escaped: these are sorted pairs of
/// the first and the last code point of a range.
///
/// # Errors
/// For parts that are not those of a table.
#[napi]
pub fn fill_rows(
    // The type of any TypeScript, where `Buffer` is one that programs without Node's types do not know.
    #[napi(ts_arg_type = "Uint8Array")] mut out: BufferSlice,
    parts: Vec<Part>,
    table: Table,
    from: u32,
    to: u32,
    hidden: Option<&[u32]>,
) -> Result<Filled> {
    let parts = table_template(parts)?;
    let rows = from as usize..to as usize;
    Ok(table.with(|table| table.fill(&mut out, &parts, hidden.map(Hidden), rows)).into())
}

impl From<(usize, usize)> for Filled {
    fn from((rows, length): (usize, usize)) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Filled { rows: count(rows), length: count(length) }
    }
}

/// The most columns of a table whose sums are asked for: each takes memory, even if the table is empty.
const WIDEST: u32 = 1 << 16;

/// The sum of each column of a table.
///
/// # Errors
/// For a table that is too wide.
#[napi]
pub fn sum_rows(table: Table) -> Result<Vec<f64>> {
    if table.width > WIDEST {
        return Err(Error::new(Status::InvalidArg, format!("a table of {} columns is too wide", table.width)));
    }
    Ok(table.with(|table| table.sums()))
}
