use ruff_python_ast::{Expr, ExprCall};

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::{Failure, FixClass, Severity};
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
    on Call(tarfile_unsafe_members);
    fix Unsafe Call(with_filter)
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

/// What surely has no other parameters than those of `tarfile`: `zipfile` has a method of this name, too.
const EXTRACTS: &[&str] =
    &["tarfile.open().extractall", "tarfile.TarFile().extractall", "tarfile.TarFile.open().extractall"];

const TITLE: &str = "Refuse members that would be written outside the folder";

/// The versions of Python 3 that have filters, and that refuse dangerous members by default.
const FILTERS: u8 = 12;
const FILTERS_BY_DEFAULT: u8 = 14;

fn with_filter<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.runs_from(FILTERS) || !it.cx.names(&call.func, EXTRACTS) {
        return None;
    }
    if let Some(filter) = it.written_argument(call, None, "filter")? {
        let is_loose = it.cx.string(filter).is_some_and(|name| matches!(&*name, "tar" | "fully_trusted"));
        let is_written = matches!(filter, Expr::StringLiteral(_));
        return Some(Fix::new(TITLE, (is_loose && is_written).then(|| it.replace_value(filter, "\"data\""))??));
    }
    let fix = Fix::new(TITLE, it.add_argument(call, "filter=\"data\"")?);
    Some(if it.runs_from(FILTERS_BY_DEFAULT) { fix.class(FixClass::Safe) } else { fix })
}

#[cfg(test)]
crate::edit::pairs::pairs! { B202 from 12:
    "import tarfile\ntarfile.open(p).extractall()\n" => "import tarfile\ntarfile.open(p).extractall(filter=\"data\")\n";
    "import tarfile\nwith tarfile.open(p) as t:\n    t.extractall(path)\n" => "import tarfile\nwith tarfile.open(p) as t:\n    t.extractall(path, filter=\"data\")\n";
    "import tarfile\nt = tarfile.open(p)\nt.extractall(\n    path,  # here\n)\n" => "import tarfile\nt = tarfile.open(p)\nt.extractall(\n    path,  # here\n    filter=\"data\",\n)\n";
    "import tarfile\nt = tarfile.open(p)\nt.extractall(filter='tar')\n" => "import tarfile\nt = tarfile.open(p)\nt.extractall(filter=\"data\")\n";
    "import tarfile\nt = tarfile.open(p)\nt.extractall(path, filter=('fully_trusted'))\n" => "import tarfile\nt = tarfile.open(p)\nt.extractall(path, filter=(\"data\"))\n";
    "import tarfile as t\nt.open(p).extractall(members=names,)\n" => "import tarfile as t\nt.open(p).extractall(members=names, filter=\"data\")\n";
    "from tarfile import TarFile\nimport tarfile\nTarFile(p).extractall()\n" => "from tarfile import TarFile\nimport tarfile\nTarFile(p).extractall(filter=\"data\")\n";
    "import tarfile\ntarfile.open(p).extractall((path))" => "import tarfile\ntarfile.open(p).extractall((path), filter=\"data\")";
    "import tarfile\ntarfile.open(p).extractall(*args)\n" => "import tarfile\ntarfile.open(p).extractall(*args, filter=\"data\")\n";
    "import tarfile\nx = (y := tarfile.open(p).extractall(# all\n))\n" => "import tarfile\nx = (y := tarfile.open(p).extractall(filter=\"data\"# all\n))\n";
    "import tarfile\ntarfile.open(p).extractall(**options)\n" stays;
    "import tarfile\narchive.extractall()\n" stays;
    "import tarfile, zipfile\nzipfile.ZipFile(p).extractall()\n" stays;
    "import tarfile\ntarfile.open(p).extractall(filter=own)\n" stays;
}

#[cfg(test)]
mod without_filters {
    crate::edit::pairs::pairs! { B202 from 11:
        "import tarfile\ntarfile.open(p).extractall()\n" stays;
    }
}
