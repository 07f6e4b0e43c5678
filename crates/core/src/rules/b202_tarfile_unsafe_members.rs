use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};
use crate::value::{as_str, class_name, push_node};

rule! {
    /// `extractall` can write outside its target folder. A member of an archive can be named `../../etc/passwd`, or
    /// be a link. Pass `filter="data"`, which refuses such members.
    ///
    /// If `members` is passed, the archive may have been checked already: severity and confidence are LOW if
    /// `members` is a call of a plain function, and MEDIUM for other values. A call of a method is not reported.
    ///
    /// ```python
    /// import tarfile
    /// archive = tarfile.open(path)
    /// archive.extractall()                         # B202
    /// archive.extractall(filter="tar")             # B202
    /// archive.extractall(members=safe(archive))    # B202 LOW LOW
    /// archive.extractall(members=names)            # B202 MEDIUM MEDIUM
    /// archive.extractall(members=[name])           # B202 MEDIUM MEDIUM
    /// archive.extractall(filter="data")
    /// archive.extractall(members=self.safe(archive))
    /// archive.extract(name)
    /// ```
    B202 tarfile_unsafe_members: severity High, confidence High, cwe 22, origin Bandit;
    "tarfile.extractall used without any validation. Please check and discard dangerous members.";
    on Call(tarfile_unsafe_members)
}

fn tarfile_unsafe_members(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !call.name_contains(b"extractall") || !cx.is_module_imported_exact("tarfile") {
        return Ok(None);
    }
    let keywords = call.literal_keywords()?;
    let argument = |name: &str| {
        let keyword = keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(name))?;
        Some(&keyword.value)
    };
    if argument("filter").and_then(as_str) == Some("data") {
        return Ok(None);
    }
    Ok(Some(match argument("members") {
        None => Issue::new(),
        Some(Expr::Call(members)) => match &*members.func {
            Expr::Name(function) => checked_by(&function.id),
            function => return Err(Failure::no_name(class_name(function))),
        },
        Some(members) => unclear(members),
    }))
}

/// Returns the issue for members returned by this function.
fn checked_by(function: &str) -> Issue {
    Issue::new().severity(Severity::Low).confidence(Severity::Low).made_message(format!(
        "Usage of tarfile.extractall(members=function(tarfile)). Make sure your function properly \
         discards dangerous members {{'Function': '{function}'}})."
    ))
}

/// Returns the issue for other members: a name, or a node, which the message shows as Python does.
fn unclear(members: &Expr) -> Issue {
    let mut message = Vec::from(
        b"Found tarfile.extractall(members=?) but couldn't identify the type of members. \
          Check if the members were properly validated {'Other': ",
    );
    match members {
        Expr::Name(name) => message.extend_from_slice(format!("'{}'", name.id).as_bytes()),
        node => push_node(&mut message, node),
    }
    message.extend_from_slice(b"}).");
    Issue::new().severity(Severity::Medium).confidence(Severity::Medium).made_message(message)
}
