//! Follows values through the functions of a file, from where they come in to where they do harm.
//!
//! A function is run once, with values in place of what they would be: constants, texts with holes, and the sources
//! that decide them ([`value`]). Conditions take one branch where they are constant, and clean what they test where
//! they check it ([`guard`]). Calls of functions of the file are run in place. What libraries do is in
//! [`crate::models`], and what a configuration says of its own program stands beside it ([`own`]).

mod asking;
mod call;
mod callable;
mod choose;
mod elsewhere;
mod engine;
mod entry;
mod eval;
mod exec;
mod forms;
mod gate;
mod guard;
mod handed;
mod hashes;
mod imports;
mod local;
mod method;
mod own;
mod parts;
mod run;
mod schemas;
mod services;
mod signs;
mod sink;
mod sink_names;
mod state;
mod step;
mod tools;
mod value;

pub use self::engine::{Asked, Engine, Found, Hit, Outcome};
pub use self::gate::Gate;
pub use self::step::{Event, Step, to_json};
