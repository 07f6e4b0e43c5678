//! Permission bits in code.

use ruff_python_ast::{Expr, Operator};

use crate::context::Context;
use crate::scopes::Datum;
use crate::value::last_name;

/// Others may write.
pub(super) const OTHERS_WRITE: i128 = 0o002;
/// In such a folder, only the owner of a file removes it.
pub(super) const STICKY: i128 = 0o1000;

/// The bits of the names of `stat`.
const NAMES: &[(&str, i128)] = &[
    ("S_IRWXO", 0o007),
    ("S_IROTH", 0o004),
    ("S_IWOTH", 0o002),
    ("S_IXOTH", 0o001),
    ("S_IRWXG", 0o070),
    ("S_IRGRP", 0o040),
    ("S_IWGRP", 0o020),
    ("S_IXGRP", 0o010),
    ("S_IRWXU", 0o700),
    ("S_IRUSR", 0o400),
    ("S_IWUSR", 0o200),
    ("S_IXUSR", 0o100),
    ("S_IREAD", 0o400),
    ("S_IWRITE", 0o200),
    ("S_IEXEC", 0o100),
    ("S_ISVTX", 0o1000),
    ("S_ISUID", 0o4000),
    ("S_ISGID", 0o2000),
];

/// The most parts of a mode that are looked at.
const MOST: usize = 32;

/// Returns the bits that a mode surely has: those of constants and of the names of `stat`, joined with `|`.
pub(super) fn bits<'a>(cx: &Context<'a>, mode: &'a Expr) -> i128 {
    let mut pending = vec![mode];
    let mut bits = 0;
    // A name may stand for an expression that contains it.
    for _ in 0..MOST {
        let Some(expr) = pending.pop() else { break };
        bits |= match cx.scopes().definition(expr) {
            Expr::BinOp(operator) if operator.op == Operator::BitOr => {
                pending.extend([&*operator.left, &*operator.right]);
                0
            }
            other => match cx.constant(other) {
                Some(Datum::Int(bits)) => bits,
                _ => named(other),
            },
        };
    }
    bits
}

fn named(expr: &Expr) -> i128 {
    let name = last_name(expr);
    NAMES.iter().find(|(known, _)| name == Some(known)).map_or(0, |(_, bits)| *bits)
}

/// Whether a mode surely lets others write, in a folder without the sticky bit.
pub(super) fn is_world_writable(bits: i128) -> bool {
    bits & OTHERS_WRITE != 0 && bits & STICKY == 0
}
