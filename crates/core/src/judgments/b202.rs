//! B202: archives that are extracted. Bandit looks at every `extractall` of a file that imports `tarfile`.

use ruff_python_ast::Expr;

use super::{Judged, Verdict};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let cx = judged.cx;
    match &*call.func {
        Expr::Attribute(attribute) if cx.path(&attribute.value).is_some_and(|archive| archive.is_in("zipfile")) => {
            Verdict::Hide("zipfile extracts no member outside of the folder")
        }
        _ => Verdict::Keep,
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn zip_files_are_hidden() {
        let code = "
import tarfile, zipfile
def zipped(path):
    with zipfile.ZipFile(path) as archive:
        archive.extractall()
    archive = zipfile.ZipFile(path)
    archive.extractall()
    zipfile.ZipFile(path).extractall()
def either(path, archive):
    archive.extractall()
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
    else:
        archive = tarfile.open(path)
    archive.extractall()
    with tarfile.open(path) as archive:
        archive.extractall()
";
        assert_eq!(shown("B202", code), [10, 15, 17]);
    }
}
