//! B310: whether an address opens a file.

use super::{Judged, Verdict};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let address = judged.call().and_then(|call| call.arguments.args.first());
    let opens_file = |address: &str| address.trim_start().to_ascii_lowercase().starts_with("file:");
    if address.and_then(|address| judged.cx.string(address)).is_some_and(|address| opens_file(&address)) {
        return Verdict::Keep;
    }
    Verdict::Hide("P105 reports addresses that come from outside")
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn an_address_of_a_file_is_shown() {
        let code = "
import urllib.request
urllib.request.urlopen('file:///etc/passwd')
urllib.request.urlopen('https://example.org')
urllib.request.urlopen(url)
";
        assert_eq!(shown("B310", code), [3]);
    }
}
