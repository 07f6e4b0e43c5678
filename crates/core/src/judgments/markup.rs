//! B308, B703, B704: whether text that is declared safe is made of constants.

use super::{Judged, Verdict};

/// B308 finds what B703 finds, and constants.
pub(super) fn mark_safe(_: &Judged) -> Verdict {
    Verdict::Hide("B703 reports markup that is no constant")
}

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(text) = judged.call().and_then(|call| call.arguments.args.first()) else { return Verdict::Keep };
    if judged.cx.is_constant(text) { Verdict::Hide("the text is a constant") } else { Verdict::Keep }
}
