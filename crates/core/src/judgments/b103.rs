//! B103: whether a mode lets others write.

use ruff_python_ast::{Expr, Number};

use super::{Judged, Verdict};

/// Others may write, and in such a folder only the owner of a file removes it.
const OTHERS_WRITE: u64 = 0o002;
const STICKY: u64 = 0o1000;

pub(super) fn judge(judged: &Judged) -> Verdict {
    let mode = judged.call().and_then(|call| call.arguments.args.get(1));
    let Some(Expr::NumberLiteral(mode)) = mode else { return Verdict::Keep };
    let Number::Int(mode) = &mode.value else { return Verdict::Keep };
    match mode.as_u64() {
        Some(mode) if mode & OTHERS_WRITE == 0 => Verdict::Hide("others may not write"),
        Some(mode) if mode & STICKY != 0 => Verdict::Hide("others may not remove files that are not theirs"),
        _ => Verdict::Keep,
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn modes_that_let_others_write_stay() {
        let code = "\
os.chmod(path, 0o777)
os.chmod(path, 0o666)
os.chmod(path, 0o755)
os.chmod(path, 0o711)
os.chmod(path, 0o770)
os.chmod(path, 0o1777)
";
        assert_eq!(shown("B103", code), [1, 2]);
    }
}
