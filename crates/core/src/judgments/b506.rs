//! B506: `yaml.load`. The rule knows safe loaders by two names only.

use super::{Judged, Verdict};
use crate::context::Given;
use crate::report::{Confidence, Severity};
use crate::rules::native::yaml_loader::{Loader, loader};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    match judged.cx.given(call, Some(1), "Loader") {
        Given::Absent => Verdict::Keep,
        Given::Unknown => Verdict::Hide("the loader is not known here"),
        Given::Value(given) => match loader(judged.cx, given) {
            Loader::Safe => Verdict::Hide("the loader is safe"),
            Loader::Full => Verdict::Levels(Severity::Low, Confidence::High),
            Loader::Unsafe => Verdict::Keep,
            Loader::Unknown => Verdict::Hide("the loader is not known here"),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn loaders_are_resolved() {
        let code = "
import yaml
from yaml import CBaseLoader, UnsafeLoader as Quick
try:
    from yaml import CSafeLoader as Fast
except ImportError:
    from yaml import SafeLoader as Fast
class Own(yaml.SafeLoader):
    pass
class Derived(Own):
    pass
class Bad(yaml.Loader):
    pass
yaml.load(f)
yaml.load(f, Quick)
yaml.load(f, Loader=Bad)
yaml.load(f, Loader=yaml.FullLoader)
yaml.load(f, Loader=Derived)
yaml.load(f, Loader=Fast)
yaml.load(f, CBaseLoader)
yaml.load(f, Loader=chosen())
yaml.load(f, **options)
";
        assert_eq!(shown("B506", code), [14, 15, 16, 17]);
    }
}
