use num_bigint::BigUint;
use ruff_python_ast::{Expr, ExprCall};

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};
use crate::value::{Value, is_constant, push_constant, push_str};

rule! {
    /// A file that its group or everyone can write to or execute can be used against its owner. Give others read
    /// access at most: `0o644`, or `0o600` for secrets. Severity is HIGH if everyone can write to the file, MEDIUM
    /// otherwise.
    ///
    /// The rule looks at any call with `chmod` in its name that has two positional arguments, the second a literal
    /// number.
    ///
    /// ```python
    /// os.chmod("/etc/passwd", 0o666)               # B103 HIGH
    /// path.lchmod(name, 0o750)                     # B103 MEDIUM
    /// os.chmod("/etc/passwd", 0o644)
    /// os.chmod("/etc/passwd", mode=0o666)
    /// ```
    B103 set_bad_file_permissions: severity High, confidence High, cwe 732, origin Bandit;
    "Chmod setting a permissive mask on file.";
    on CallWhere(may_set_permissions, set_bad_file_permissions);
    fix Suggested Call(own_only)
}

/// Write permission for others.
const OTHERS_WRITE: u8 = 0o002;
/// Write and execute permissions for the group and for others.
const DANGEROUS: u8 = 0o033;

fn may_set_permissions(call: &ExprCall) -> bool {
    matches!(&*call.arguments.args, [_, Expr::NumberLiteral(_)])
}

fn set_bad_file_permissions(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let [file, mode] = call.arguments() else { return Ok(None) };
    if !call.name_contains(b"chmod") {
        return Ok(None);
    }
    let Some(mode) = Value::of_argument(mode)?.as_int() else { return Ok(None) };
    let has = |bits: u8| &mode & BigUint::from(bits) != BigUint::ZERO;
    if !has(DANGEROUS) {
        return Ok(None);
    }
    let mut message =
        format!("Chmod setting a permissive mask 0o{} on file (", mode.to_str_radix(8))
            .into_bytes();
    match Value::of_argument(file)? {
        Value::None => message.extend_from_slice(b"NOT PARSED"),
        _ if is_constant(file) => push_constant(&mut message, file, cx.document.text())?,
        value => push_str(&mut message, &value, cx.document.text())?,
    }
    message.extend_from_slice(b").");
    let severity = if has(OTHERS_WRITE) { Severity::High } else { Severity::Medium };
    Ok(Some(Issue::new().severity(severity).made_message(message)))
}

/// Lets only the owner of a file use it. Whether others need it is known only to its author.
fn own_only<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const EXECUTE: u8 = 0o111;
    let [_, mode @ Expr::NumberLiteral(_)] = &*call.arguments.args else { return None };
    let bits = Value::of_argument(mode).ok()?.as_int()?;
    let can_run = &bits & BigUint::from(EXECUTE) != BigUint::ZERO;
    let edits = it.replace_value(mode, if can_run { "0o700" } else { "0o600" })?;
    Some(Fix::new("Let only the owner use the file", edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B103:
    "import os\nos.chmod(path, 0o777)\n" => "import os\nos.chmod(path, 0o700)\n";
    "import os\nos.chmod(path, 0o666)\n" => "import os\nos.chmod(path, 0o600)\n";
    "import os as o\nf(o.chmod(g(path), 0o0755,), 1)\n" => "import os as o\nf(o.chmod(g(path), 0o700,), 1)\n";
    "from os import chmod\nchmod(\n    path,  # where\n    511,  # all\n)\n" => "from os import chmod\nchmod(\n    path,  # where\n    0o700,  # all\n)\n";
    "import os\nos.chmod((path), (0o622))\n" => "import os\nos.chmod((path), (0o600))\n";
    "import os\nif (x := os.chmod(p, 0o777)): pass\n" => "import os\nif (x := os.chmod(p, 0o700)): pass\n";
    "import os\nos.chmod(p, 0x1ff, follow_symlinks=False)" => "import os\nos.chmod(p, 0o700, follow_symlinks=False)";
    "import os\nos.chmod(p, 0o777, **options)\n" => "import os\nos.chmod(p, 0o700, **options)\n";
    "import os\nos.fchmod(*fd, # all\n  0o777)\n" => "import os\nos.fchmod(*fd, # all\n  0o700)\n";
    "import os\nx = [os.lchmod(p, 0o1_777) for p in ps]\n" => "import os\nx = [os.lchmod(p, 0o700) for p in ps]\n";
    "import os\nf'{os.chmod(p, 0o777)}'\n" stays;
}
