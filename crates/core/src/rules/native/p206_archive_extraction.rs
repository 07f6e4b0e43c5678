use ruff_python_ast::{Expr, ExprCall, ExprName, Operator, Stmt};
use ruff_text_size::Ranged;

use crate::context::{Call, Context, Given};
use crate::edit::{Fix, Fixing};
use crate::node::Node;
use crate::report::FixClass;
use crate::rule::{Issue, rule};
use crate::scopes::Bound;
use crate::value::last_name;

rule! {
    /// The members of an archive have any name that its maker likes, such as `../../etc/cron.d/job`. Who joins it to a
    /// folder and writes there writes anywhere. Extract tar archives with `filter="data"`, zip archives with
    /// `ZipFile.extract`, which cleans names, and test names of your own with `Path.is_relative_to`.
    ///
    /// ```python
    /// import os, shutil, tarfile, zipfile
    /// def tar(path, dest):
    ///     with tarfile.open(path) as archive:
    ///         for member in archive:
    ///             archive.extract(member, dest)              # P206
    /// def named(path, dest, name):
    ///     tarfile.open(path).extract(name, dest, filter="fully_trusted")    # P206
    /// def zip(path, dest):
    ///     z = zipfile.ZipFile(path)
    ///     for info in z.infolist():
    ///         with open(os.path.join(dest, info.filename), "wb") as file:    # P206
    ///             file.write(z.read(info))
    /// shutil.unpack_archive(path, dest, "tar")               # P206
    /// shutil.unpack_archive(path, dest)                      # P206
    /// def checked(path, dest):
    ///     archive = tarfile.open(path)
    ///     for member in archive.getmembers():
    ///         if not os.path.realpath(os.path.join(dest, member.name)).startswith(dest):
    ///             raise ValueError(member.name)
    ///         archive.extract(member, dest)
    ///     for member in archive:
    ///         archive.extract(member, dest, filter="data")
    ///         archive.extractfile(member).read()
    /// def base(path, dest):
    ///     z = zipfile.ZipFile(path)
    ///     for name in z.namelist():
    ///         z.extract(name, dest)
    ///         open(os.path.join(dest, os.path.basename(name)), "wb")
    /// shutil.unpack_archive(path, dest, "tar", filter="data")
    /// shutil.unpack_archive("data.zip", dest)
    /// shutil.unpack_archive(path, dest, "zip")
    /// ```
    ///
    /// `extractall` of a tar archive is B202 in a file that imports `tarfile`. In any other it is reported here.
    ///
    /// ```python
    /// from tarfile import TarFile, open as open_tar
    /// open_tar(path).extractall(dest)                        # P206
    /// with TarFile(path) as archive:
    ///     archive.extractall(dest)                           # P206
    ///     archive.extractall(dest, filter="data")
    ///     archive.extractall(dest, members=chosen)
    /// other.extractall(dest)
    /// ```
    P206 archive_extraction: severity Medium, confidence Medium, cwe 22, origin Posse;
    "The archive decides where this writes.";
    on CallTo(&["extract", "_extract_member"], tar_member), CallTo(&["extractall"], whole_tar), CallTo(&["unpack_archive"], unpack_archive),
        CallTo(&["open", "makedirs", "write_bytes"], member_name);
    fix Unsafe Call(with_filter)
}

/// Tar archives.
const TARS: &[&str] = &["tarfile.open()", "tarfile.TarFile()", "tarfile.TarFile.open()"];

/// Whether a call is of a method of a tar archive.
fn is_of_tar<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    cx.path(&call.node.func).is_some_and(|path| {
        TARS.iter().any(|tar| path.as_str().strip_prefix(tar).is_some_and(|method| method.starts_with('.')))
    })
}

fn whole_tar<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // B202 knows it by `import tarfile`.
    if cx.is_module_imported_exact("tarfile") || !is_of_tar(cx, call) || is_filtered(cx, call) {
        return None;
    }
    let has_members = !matches!(cx.given(call.node, Some(1), "members"), Given::Absent);
    (!has_members && !is_checked(cx)).then(Issue::new)
}

fn tar_member<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let member = call.arguments().first().or_else(|| call.keyword_node("member"))?;
    let is_tar = is_of_tar(cx, call);
    if !is_tar || is_filtered(cx, call) || cx.is_constant(member) {
        return None;
    }
    (!is_checked(cx)).then(Issue::new)
}

/// Whether a call gives a filter, or may give one. `fully_trusted` filters nothing.
fn is_filtered<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    match cx.given(call.node, None, "filter") {
        Given::Absent => false,
        Given::Unknown => true,
        Given::Value(filter) => {
            let trusts = cx.string(filter).is_some_and(|name| name == "fully_trusted");
            !trusts && !cx.names(filter, &["tarfile.fully_trusted_filter"])
        }
    }
}

/// Whether the function looks at names of members before it writes.
fn is_checked(cx: &Context) -> bool {
    const CHECKS: &[&str] = &[
        "realpath", "abspath", "resolve", "is_relative_to", "relative_to", "commonpath", "commonprefix", "isabs",
        "is_absolute", "startswith", "normpath", "basename", "secure_filename", "safe_join",
    ];
    cx.has_around(|expr| match expr {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| {
            let name = name.trim_start_matches('_');
            CHECKS.contains(&name) || ["is_safe", "is_within", "is_valid", "check_", "validate_", "safe_"].iter().any(|check| name.starts_with(check))
        }),
        Expr::Compare(compare) => crate::value::as_str(&compare.left).is_some_and(|text| text.contains("..")),
        _ => false,
    })
}

fn unpack_archive<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !cx.names(&call.node.func, &["shutil.unpack_archive"]) || is_filtered(cx, call) {
        return None;
    }
    let file = cx.given(call.node, Some(0), "filename").value().and_then(|file| cx.string(file));
    let format = cx.given(call.node, Some(2), "format").value().and_then(|format| cx.string(format));
    let is_zip = format.map_or_else(|| file.is_some_and(|file| file.to_ascii_lowercase().ends_with(".zip")), |format| format == "zip");
    (!is_zip).then(Issue::new)
}

fn member_name<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = match &*call.node.func {
        Expr::Attribute(attribute) if matches!(attribute.attr.as_str(), "open" | "write_bytes") && !is_opener(&attribute.value) => &*attribute.value,
        _ => call.arguments().first()?,
    };
    // Names that are joined to a folder come with a loop.
    let in_loop = cx.ancestors.iter().any(|node| matches!(node, Node::Stmt(Stmt::For(_))));
    if !in_loop {
        return None;
    }
    let writes = call.name() != "open" || {
        let mode = call.arguments().get(1).or_else(|| call.keyword_node("mode")).or_else(|| call.arguments().first());
        mode.and_then(|mode| cx.string(mode)).is_some_and(|mode| mode.len() < 5 && mode.contains(['w', 'a', 'x']))
    };
    (writes && is_joined(cx, path) && !is_checked(cx)).then(Issue::new)
}

/// Whether a name is that of a module with a function `open`.
fn is_opener(expr: &Expr) -> bool {
    matches!(last_name(expr), Some("io" | "os" | "codecs" | "gzip" | "aiofiles" | "builtins"))
}

/// Whether a path joins the name of a member of an archive to something.
fn is_joined<'a>(cx: &Context<'a>, path: &'a Expr) -> bool {
    match cx.scopes().definition(path) {
        Expr::Call(call) => match last_name(&call.func) {
            Some("join" | "joinpath" | "Path") => call.arguments.args.iter().any(|part| is_joined_part(cx, part)),
            _ => false,
        },
        Expr::BinOp(operator) if matches!(operator.op, Operator::Div | Operator::Add) => is_joined_part(cx, &operator.right),
        _ => false,
    }
}

/// Whether an expression is the name of a member: `info.filename`, or a name of `namelist()`.
fn is_joined_part<'a>(cx: &Context<'a>, part: &'a Expr) -> bool {
    const MEMBERS: &[&str] = &["zipfile.ZipFile().infolist()", "tarfile.open().getmembers()", "tarfile.TarFile().getmembers()", "tarfile.open()", "tarfile.TarFile()"];
    const NAMES: &[&str] = &["zipfile.ZipFile().namelist()", "tarfile.open().getnames()", "tarfile.TarFile().getnames()"];
    match cx.scopes().definition(part) {
        Expr::Attribute(attribute) if matches!(attribute.attr.as_str(), "filename" | "name" | "path") => match &*attribute.value {
            Expr::Name(member) => iterates(cx, member, MEMBERS),
            _ => false,
        },
        Expr::Name(name) => iterates(cx, name, NAMES),
        _ => false,
    }
}

/// Whether a name is bound by a loop over one of these.
fn iterates(cx: &Context, name: &ExprName, over: &[&str]) -> bool {
    let Some((_, mut bindings)) = cx.scopes().find(&name.id, name.range().start()) else { return false };
    bindings.any(|binding| match binding.what {
        Bound::Iteration(iterable) => cx.names(iterable, over),
        _ => false,
    })
}

/// The versions of Python 3 that have filters, and that refuse dangerous members by default.
const FILTERS: u8 = 12;
const FILTERS_BY_DEFAULT: u8 = 14;

/// Gives a filter to what surely reads a tar archive: zip archives take none.
fn with_filter<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Refuse members that would be written outside the folder";
    const FORMATS: &[&str] = &["tar", "gztar", "bztar", "xztar"];
    const SUFFIXES: &[&str] = &[".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"];
    if !it.runs_from(FILTERS) {
        return None;
    }
    let is_tar = if it.cx.names(&call.func, &["shutil.unpack_archive"]) {
        if let Some(format) = it.written_argument(call, Some(2), "format")? {
            it.cx.string(format).is_some_and(|format| FORMATS.contains(&&*format))
        } else {
                let name = it.cx.string(it.written_argument(call, Some(0), "filename")??)?.to_lowercase();
                SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
        }
    } else {
        matches!(last_name(&call.func), Some("extract" | "extractall"))
    };
    if !is_tar {
        return None;
    }
    if let Some(filter) = it.written_argument(call, None, "filter")? {
        return Some(Fix::new(TITLE, it.replace_value(filter, "\"data\"")?));
    }
    let fix = Fix::new(TITLE, it.add_argument(call, "filter=\"data\"")?);
    Some(if it.runs_from(FILTERS_BY_DEFAULT) { fix.class(FixClass::Safe) } else { fix })
}

#[cfg(test)]
crate::edit::pairs::pairs! { P206 from 12:
    "import tarfile\ntarfile.open(p).extract(m)\n" => "import tarfile\ntarfile.open(p).extract(m, filter=\"data\")\n";
    "from tarfile import TarFile\nTarFile(p).extractall(dest)\n" => "from tarfile import TarFile\nTarFile(p).extractall(dest, filter=\"data\")\n";
    "import tarfile\nwith tarfile.open(p) as t:\n    for m in t:\n        t.extract(m, dest)  # all\n" => "import tarfile\nwith tarfile.open(p) as t:\n    for m in t:\n        t.extract(m, dest, filter=\"data\")  # all\n";
    "import tarfile as t\nt.open(p).extract(m, dest, filter='fully_trusted')\n" => "import tarfile as t\nt.open(p).extract(m, dest, filter=\"data\")\n";
    "import tarfile\ntarfile.open(p).extract(\n    f(m),  # this\n    dest,\n)\n" => "import tarfile\ntarfile.open(p).extract(\n    f(m),  # this\n    dest,\n    filter=\"data\",\n)\n";
    "import tarfile\ntarfile.open(p).extract((m), filter=(tarfile.fully_trusted_filter),)\n" => "import tarfile\ntarfile.open(p).extract((m), filter=(\"data\"),)\n";
    "import tarfile\nif (x := tarfile.open(p).extract(m)): pass\n" => "import tarfile\nif (x := tarfile.open(p).extract(m, filter=\"data\")): pass\n";
    "import shutil\nshutil.unpack_archive(path, dest, 'tar')\n" => "import shutil\nshutil.unpack_archive(path, dest, 'tar', filter=\"data\")\n";
    "from shutil import unpack_archive as u\nu('data.tar.gz')" => "from shutil import unpack_archive as u\nu('data.tar.gz', filter=\"data\")";
    "import shutil\nshutil.unpack_archive(path, format='gztar')\n" => "import shutil\nshutil.unpack_archive(path, format='gztar', filter=\"data\")\n";
    "from tarfile import TarFile\nx = [TarFile(p).extract(m) for m in ms]\n" => "from tarfile import TarFile\nx = [TarFile(p).extract(m, filter=\"data\") for m in ms]\n";
    "import shutil\nshutil.unpack_archive(path, dest)\n" stays;
    "import shutil\nshutil.unpack_archive(path, dest, kind)\n" stays;
    "import os, zipfile\nz = zipfile.ZipFile(p)\nfor n in z.namelist():\n    open(os.path.join(d, n), 'wb')\n" stays;
    "import tarfile\nf'{tarfile.open(p).extract(m)}'\n" stays;
}

#[cfg(test)]
mod without_filters {
    crate::edit::pairs::pairs! { P206 from 11:
        "import tarfile\ntarfile.open(p).extract(m)\n" stays;
    }
}
