use crate::context::Context;
use crate::finding::Issue;
use crate::node::Text;
use crate::rule::rule;

rule! {
    /// Everybody may write to the folders for temporary files: a name there that can be guessed may already be
    /// taken, by a link to another file for one. `tempfile` picks names that nobody can guess.
    ///
    /// `hardcoded_tmp_directory.tmp_dirs` lists the folders.
    ///
    /// ```python
    /// open("/tmp/report.txt", "w")                 # B108
    /// open(f"/var/tmp/{name}", "w")                # B108
    /// open("tmp/report.txt", "w")
    /// ```
    B108 hardcoded_tmp_directory: severity Medium, confidence Medium, cwe 377;
    "Probable insecure usage of temp file/directory.";
    on Str(hardcoded_tmp_directory)
}

fn hardcoded_tmp_directory(cx: &Context, text: &Text) -> Option<Issue> {
    let mut folders = cx.settings.tmp_dirs.iter();
    folders.any(|folder| text.value.starts_with(folder.as_str())).then(Issue::new)
}
