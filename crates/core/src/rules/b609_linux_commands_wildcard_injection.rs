use std::borrow::Cow;

use memchr::memmem;

use super::shell::{ShellOptions, all_functions, self};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::{Value, push_str};

rule! {
    /// A shell replaces `*` with file names, and a file name can look like an option. In a folder that others can
    /// write to, file names then control what `tar`, `rsync`, `chown` or `chmod` does. Expand the pattern with
    /// `glob.glob("./*")`, so that every name begins with `./`, and pass the names in a list.
    ///
    /// Set the list of functions with `shell_injection.shell`, and the list of those that count only with
    /// `shell=True` with `shell_injection.subprocess`.
    ///
    /// ```python
    /// import os, subprocess
    /// os.system("tar czf backup.tgz *")            # B609
    /// subprocess.Popen("chown nobody *", shell=True)    # B609
    /// os.popen(["chmod", "644", "*"])              # B609
    /// subprocess.Popen(["chown", "nobody", "*"])
    /// os.system("tar czf backup.tgz notes")
    /// os.system("ls *")
    /// ```
    B609 linux_commands_wildcard_injection: severity High, confidence Medium, cwe 155, origin Bandit, options shell::OPTIONS;
    "Possible wildcard injection in call: os.system";
    on CallListed(all_functions, linux_commands_wildcard_injection);
    no fix "which files are meant is known only to you"
}

const PROGRAMS: &[&str] = &["chown", "chmod", "tar", "rsync"];

fn linux_commands_wildcard_injection(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let ShellOptions { subprocess, shell, .. } = cx.options();
    let (Some(subprocess), Some(shell)) = (subprocess, shell) else { return Err(Failure::Unset) };
    let name = call.qualified_name();
    let runs_shell = name.is_one_of(shell)
        || name.is_one_of(subprocess) && call.keyword_is("shell", &["True"])?;
    if !runs_shell {
        return Ok(None);
    }
    let Some(command) = command(&call.argument(0)?, cx.document.text())? else { return Ok(None) };
    let has = |text: &str| memmem::find(&command, text.as_bytes()).is_some();
    let found = has("*") && PROGRAMS.iter().any(|program| has(program));
    Ok(found.then(|| {
        Issue::new()
            .made_message(format!("Possible wildcard injection in call: {name}"))
            .at_line_of(call.keyword_position("shell"))
    }))
}

/// Returns the text of a command: a string, or the items of a list. Returns `None` for anything else.
fn command<'a>(value: &Value<'a>, source: &str) -> Result<Option<Cow<'a, [u8]>>, Failure> {
    Ok(match value {
        Value::Str(text) => Some(Cow::Borrowed(text.as_bytes())),
        Value::List(members) => {
            let mut text = Vec::new();
            for member in *members {
                text.push(b' ');
                push_str(&mut text, &Value::of(member)?, source)?;
            }
            Some(Cow::Owned(text))
        }
        _ => None,
    })
}
