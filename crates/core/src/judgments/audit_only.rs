//! Rules that `recommended` leaves to others of ours.

use super::{Judged, Verdict};

/// B101.
pub(super) fn assertion(_: &Judged) -> Verdict {
    Verdict::Hide("P806 reports asserts that decide who may do what")
}

/// B310.
pub(super) fn open_address(_: &Judged) -> Verdict {
    Verdict::Hide("P105 reports addresses that come from outside")
}

/// B312 and B321.
pub(super) fn clear_text(_: &Judged) -> Verdict {
    Verdict::Hide("P403 reports logins in clear text")
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn findings_that_other_rules_sort_out_are_hidden() {
        for (rule, code) in [
            ("B101", "assert ready\n"),
            ("B310", "import urllib.request\nurllib.request.urlopen(url)\n"),
            ("B312", "import telnetlib\ntelnetlib.Telnet(host)\n"),
            ("B321", "import ftplib\nftplib.FTP(host)\n"),
        ] {
            assert!(shown(rule, code).is_empty(), "{rule}");
        }
    }
}
