use ruff_python_ast::{Expr, ExprCall};

use super::file_modes::{OTHERS_WRITE, bits, is_world_writable};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Datum;
use crate::value::last_name;

rule! {
    /// Every user of the machine can change a file that others may write to, or put a file of their own into such
    /// a folder. Give others read access at most: `0o755` for folders, `0o644` for files, `0o600` for secrets.
    /// `os.umask(0)` makes every file that is created later writable for all, unless its mode says otherwise.
    ///
    /// B103 finds calls of `chmod` with a literal mode at its second position. A mode of `0o666` for `os.open` is
    /// limited by the umask; only `audit` reports it.
    ///
    /// ```python
    /// import os, stat
    /// from pathlib import Path
    /// os.makedirs(d, mode=0o777)                             # P803
    /// os.mkdir(d, 0o777)                                     # P803
    /// Path(p).chmod(0o666)                                   # P803
    /// Path(p).mkdir(mode=0o777, parents=True)                # P803
    /// os.chmod(p, mode=0o777)                                # P803
    /// os.chmod(p, stat.S_IRWXU | stat.S_IRWXO)               # P803
    /// os.chmod(p, os.stat(p).st_mode | stat.S_IWOTH)         # P803
    /// MODE = 0o777
    /// os.fchmod(fd, MODE)                                    # P803
    /// os.open(p, os.O_CREAT | os.O_WRONLY, 0o777)            # P803
    /// os.open(p, os.O_CREAT | os.O_WRONLY, 0o666)            # P803
    /// subprocess.run(["chmod", "-R", "777", p])              # P803
    /// os.system("chmod 0777 /srv/data")                      # P803
    /// os.open(p, os.O_RDONLY, 0o777)
    /// os.makedirs(d, mode=0o750)
    /// os.makedirs(d, 0o755, exist_ok=True)
    /// os.makedirs("/srv/tmp", 0o1777)
    /// os.chmod(p, stat.S_IRUSR | stat.S_IWUSR)
    /// os.chmod(p, mode)
    /// os.umask(0o022)
    /// subprocess.run(["chmod", "755", p])
    ///
    /// FILE_UPLOAD_PERMISSIONS = 0o666                        # P803
    /// FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o777              # P803
    /// FileSystemStorage(file_permissions_mode=0o777)         # P803
    /// FILE_UPLOAD_PERMISSIONS = 0o644
    /// FILE_UPLOAD_PERMISSIONS = None
    /// FileSystemStorage(directory_permissions_mode=0o755)
    ///
    /// def daemonize():
    ///     os.umask(0)                                        # P803
    ///
    /// def now():
    ///     return os.umask(os.umask(0))
    ///
    /// def current():
    ///     old = os.umask(0)
    ///     os.umask(old)
    ///     return old
    /// ```
    P803 world_writable: severity Medium, confidence High, cwe 732, origin Posse;
    "Every user of the machine may write here: give others read access at most.";
    on CallTo(&["chmod", "fchmod", "lchmod"], chmod), CallTo(&["mkdir", "makedirs"], mkdir), CallTo(&["open"], open),
        CallTo(&["umask"], umask), CallTo(COMMANDS, command), AssignTo(UPLOADS, uploads), CallWith(STORED, stored);
    no fix "who must read and write the file is known only to you"
}

/// Settings of Django for files that are uploaded, and for the folders that are made for them.
const UPLOADS: &[&str] = &["FILE_UPLOAD_PERMISSIONS", "FILE_UPLOAD_DIRECTORY_PERMISSIONS"];

/// The same as arguments of a storage.
const STORED: &[&str] = &["file_permissions_mode", "directory_permissions_mode"];

fn uploads<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    is_world_writable(bits(cx, it.value)).then(Issue::new)
}

fn stored<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let opens = |name: &&str| call.keyword_node(name).is_some_and(|mode| is_world_writable(bits(cx, mode)));
    STORED.iter().any(opens).then(Issue::new)
}

/// Functions that run a command.
const COMMANDS: &[&str] =
    &["system", "popen", "run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput"];

fn chmod<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // B103 finds these.
    if let [_, Expr::NumberLiteral(_)] = call.arguments() {
        return None;
    }
    // Most calls give no mode.
    if call.arguments().is_empty() && !call.may_have_keyword(&["mode"]) {
        return None;
    }
    let is_function = cx.path(&call.node.func).is_some_and(|path| path.is_in("os"));
    let mode = if is_function {
        cx.given(call.node, Some(1), "mode")
    } else {
        // A method of a path.
        let is_method = matches!(call.arguments(), [] | [_]);
        let mode = cx.given(call.node, Some(0), "mode");
        if !is_method {
            return None;
        }
        mode
    };
    is_world_writable(bits(cx, mode.value()?)).then(Issue::new)
}

fn mkdir<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_function = cx.path(&call.node.func).is_some_and(|path| path.is_one_of(&["os.mkdir", "os.makedirs"]));
    let mode = if is_function { cx.given(call.node, Some(1), "mode") } else { cx.given(call.node, Some(0), "mode") };
    let mode = mode.value()?;
    let is_number = !matches!(cx.constant(mode), Some(Datum::Bool(_)));
    (is_number && is_world_writable(bits(cx, mode))).then(Issue::new)
}

fn open<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // Most files are not opened with three arguments.
    if call.arguments().len() + call.keywords().len() < 3
        || !cx.may_call(call.node, ["os.open"])
        || !cx.names(&call.node.func, &["os.open"]) {
        return None;
    }
    let bits = bits(cx, cx.given(call.node, Some(2), "mode").value()?);
    let flags = cx.given(call.node, Some(1), "flags").value()?;
    // Without this flag, no file is created, and the mode means nothing.
    let spelled_out = cx.mentions(flags, |name| name.starts_with("O_"));
    if spelled_out && !cx.mentions(flags, |name| name == "O_CREAT") {
        return None;
    }
    let issue = Issue::new().hidden_if(bits & 0o111 == 0, "the umask limits the mode of a new file");
    is_world_writable(bits).then_some(issue)
}

fn umask<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [mask] = call.arguments() else { return None };
    let Some(Datum::Int(bits)) = cx.constant(mask) else { return None };
    if bits & OTHERS_WRITE != 0 || !cx.names(&call.node.func, &["os.umask"]) {
        return None;
    }
    // The old mask is put back: by the call around this one, or later in the function.
    let is_put_back = |other: &'a ExprCall| {
        last_name(&other.func) == Some("umask")
            && other.arguments.args.first().is_some_and(|mask| cx.constant(mask).is_none())
    };
    let inside = matches!(cx.parent(), Some(Node::Expr(Expr::Call(_))));
    let put_back = inside || cx.any_call_in(cx.innermost_function(), is_put_back);
    (!put_back).then(Issue::new)
}

fn command<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let first = call.arguments().first()?;
    let words: Vec<String> = match first {
        Expr::List(_) | Expr::Tuple(_) => {
            let elements = cx.elements(first);
            if !matches!(elements.first()?, Expr::StringLiteral(program) if program.value == *"chmod") {
                return None;
            }
            elements.iter().map(|each| cx.string(each).unwrap_or_default()).collect()
        }
        Expr::StringLiteral(_) | Expr::FString(_) | Expr::BinOp(_) => {
            let text = super::urls::head(cx, first).filter(|text| text.contains("chmod "))?;
            let (_, after) = text.split_once("chmod ")?;
            after.split_whitespace().map(str::to_string).collect()
        }
        _ => return None,
    };
    let opens = |word: &String| {
        let octal = i128::from_str_radix(word, 8).ok().filter(|_| (3..=4).contains(&word.len()));
        octal.is_some_and(is_world_writable) || matches!(word.as_str(), "a+w" | "o+w" | "a+rw" | "a+rwx" | "o+rw" | "o+rwx")
    };
    words.iter().take(4).any(opens).then(Issue::new)
}
