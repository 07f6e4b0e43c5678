//! Rules that `recommended` leaves to others of ours.

use super::{Judged, Verdict};

/// Declares judgments that hide all findings of a rule, for this reason.
macro_rules! hide {
    ($($name:ident $reason:literal;)+) => {
        $(pub(super) fn $name(_: &Judged) -> Verdict {
            Verdict::Hide($reason)
        })+
    };
}

hide! {
    assertion "P806 reports asserts that decide who may do what";
    clear_text "P403 reports logins in clear text";
    download "a revision that is not fixed is no flaw by itself; P704 reports code that is trusted";
    elsewhere "other rules report commands that are built, or come from outside";
    import "an import is no flaw";
    load "PyTorch loads only weights by default since version 2.6; P705 reports weights_only=False";
    no_shell "a program that is started without a shell takes its arguments as they are";
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn findings_that_other_rules_sort_out_are_hidden() {
        for (rule, code) in [
            ("B101", "assert ready\n"),
            ("B312", "import telnetlib\ntelnetlib.Telnet(host)\n"),
            ("B321", "import ftplib\nftplib.FTP(host)\n"),
        ] {
            assert!(shown(rule, code).is_empty(), "{rule}");
        }
    }
}
