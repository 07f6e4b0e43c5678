use crate::context::Context;
use crate::node::Text;
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// Folders for temporary files.
    hardcoded_tmp_directory as TmpOptions:
    /// Folders, as path prefixes
    tmp_dirs: Items = &["/tmp", "/var/tmp", "/dev/shm"], missing Default, null Raises;
}

rule! {
    /// A predictable file name in a folder that everyone can write to is open to attack. Another user can create the
    /// name first, for example as a link to some other file. Use `tempfile`, which picks a name that nobody can guess
    /// and creates the file at the same time.
    ///
    /// Set the list of folders with `hardcoded_tmp_directory.tmp_dirs`.
    ///
    /// ```python
    /// open("/tmp/report.txt", "w")                 # B108
    /// open(f"/var/tmp/{name}", "w")                # B108
    /// open("tmp/report.txt", "w")
    /// ```
    B108 hardcoded_tmp_directory: severity Medium, confidence Medium, cwe 377, origin Bandit, options OPTIONS;
    "Probable insecure usage of temp file/directory.";
    on Str(hardcoded_tmp_directory);
    no fix "where the file belongs depends on its purpose"
}

fn hardcoded_tmp_directory(cx: &Context, text: &Text) -> Option<Issue> {
    // Comparing the first byte rules out nearly every string.
    let first = text.value.as_bytes().first();
    let begins_with = |folder: &String| {
        (folder.is_empty() || folder.as_bytes().first() == first) && text.value.starts_with(folder.as_str())
    };
    cx.options::<TmpOptions>().tmp_dirs.as_ref()?.iter().any(begins_with).then(Issue::new)
}
