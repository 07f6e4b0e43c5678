//! Arithmetic of constants. What is not computed here is still constant: it becomes [`Datum::Opaque`].

use ruff_python_ast::Operator;

use super::datum::Datum;

/// The longest text that is computed.
const LONGEST: usize = 4096;

/// `left operator right`.
#[must_use]
pub fn operator(operator: Operator, left: &Datum, right: &Datum) -> Datum {
    let text = |text: String| if text.len() <= LONGEST { Datum::Str(text) } else { Datum::Opaque };
    let bytes = |bytes: Vec<u8>| if bytes.len() <= LONGEST { Datum::Bytes(bytes) } else { Datum::Opaque };
    match (operator, left, right) {
        (Operator::Add, Datum::Str(left), Datum::Str(right)) => text(format!("{left}{right}")),
        (Operator::Add, Datum::Bytes(left), Datum::Bytes(right)) => bytes([left.as_slice(), right].concat()),
        (Operator::Mult, Datum::Str(part), Datum::Int(times))
        | (Operator::Mult, Datum::Int(times), Datum::Str(part)) => {
            repetitions(part.len(), *times).map_or(Datum::Opaque, |times| text(part.repeat(times)))
        }
        (Operator::Mult, Datum::Bytes(part), Datum::Int(times))
        | (Operator::Mult, Datum::Int(times), Datum::Bytes(part)) => {
            repetitions(part.len(), *times).map_or(Datum::Opaque, |times| bytes(part.repeat(times)))
        }
        (Operator::Mod, Datum::Str(format), value) => {
            let shown = shown(value).filter(|_| format.matches('%').count() == 1);
            shown
                .filter(|_| format.contains("%s"))
                .map_or(Datum::Opaque, |shown| text(format.replacen("%s", &shown, 1)))
        }
        (_, Datum::Int(left), Datum::Int(right)) => integers(operator, *left, *right).map_or(Datum::Opaque, Datum::Int),
        _ => Datum::Opaque,
    }
}

fn repetitions(length: usize, times: i128) -> Option<usize> {
    let times = usize::try_from(times.max(0)).ok()?;
    (length.checked_mul(times)? <= LONGEST).then_some(times)
}

fn integers(operator: Operator, left: i128, right: i128) -> Option<i128> {
    match operator {
        Operator::Add => left.checked_add(right),
        Operator::Sub => left.checked_sub(right),
        Operator::Mult => left.checked_mul(right),
        Operator::FloorDiv => left.checked_div_euclid(right).filter(|_| right > 0),
        Operator::Mod => left.checked_rem_euclid(right).filter(|_| right > 0),
        Operator::Pow => {
            u32::try_from(right).ok().filter(|power| *power < 128).and_then(|power| left.checked_pow(power))
        }
        Operator::LShift => {
            u32::try_from(right).ok().filter(|bits| *bits < 100).and_then(|bits| left.checked_shl(bits))
        }
        Operator::RShift => u32::try_from(right).ok().filter(|bits| *bits < 127).map(|bits| left >> bits),
        Operator::BitOr => Some(left | right),
        Operator::BitAnd => Some(left & right),
        Operator::BitXor => Some(left ^ right),
        _ => None,
    }
}

/// `value[index]`.
#[must_use]
pub fn item(value: &Datum, index: &Datum) -> Datum {
    let at = |length: usize| {
        let index = index.as_int()?;
        let index = if index < 0 { index + i128::try_from(length).ok()? } else { index };
        usize::try_from(index).ok()
    };
    let found = match value {
        Datum::Str(text) => at(text.chars().count()).and_then(|at| text.chars().nth(at)).map(|c| Datum::Str(c.into())),
        Datum::Bytes(bytes) => at(bytes.len()).and_then(|at| bytes.get(at)).map(|byte| Datum::Int((*byte).into())),
        _ => None,
    };
    found.unwrap_or(Datum::Opaque)
}

/// Returns `str(value)`.
#[must_use]
pub fn shown(value: &Datum) -> Option<String> {
    match value {
        Datum::Str(text) => Some(text.clone()),
        Datum::Int(int) => Some(int.to_string()),
        Datum::Bool(true) => Some("True".into()),
        Datum::Bool(false) => Some("False".into()),
        Datum::None => Some("None".into()),
        _ => None,
    }
}

/// The result of a method of a string or of bytes; `None` if it has none that is constant.
#[must_use]
pub fn method(
    receiver: &Datum,
    name: &str,
    arguments: &[Datum],
    keywords: bool,
    joined: impl FnOnce() -> Option<Datum>,
) -> Option<Datum> {
    let first = arguments.first();
    let computed = match (receiver, name, arguments.len()) {
        (Datum::Str(text), "encode", _) => Some(Datum::Bytes(text.clone().into_bytes())),
        (Datum::Bytes(bytes), "decode", _) => String::from_utf8(bytes.clone()).ok().map(Datum::Str),
        (Datum::Str(text), "lower", 0) => Some(Datum::Str(text.to_lowercase())),
        (Datum::Str(text), "upper", 0) => Some(Datum::Str(text.to_uppercase())),
        (Datum::Str(text), "strip", 0) => Some(Datum::Str(text.trim().to_string())),
        (Datum::Str(text), "replace", 2) => match (first, arguments.get(1)) {
            (Some(Datum::Str(from)), Some(Datum::Str(to))) => {
                Some(Datum::Str(text.replace(from.as_str(), to))).filter(|_| !from.is_empty() && text.len() <= LONGEST)
            }
            _ => None,
        },
        (Datum::Str(text), "startswith", 1) => first?.as_str().map(|start| Datum::Bool(text.starts_with(start))),
        (Datum::Str(text), "endswith", 1) => first?.as_str().map(|end| Datum::Bool(text.ends_with(end))),
        (Datum::Str(text), "format", 1) if !keywords => {
            let shown = first.and_then(shown).filter(|_| text.matches('{').count() == 1);
            shown.filter(|_| text.contains("{}")).map(|shown| Datum::Str(text.replacen("{}", &shown, 1)))
        }
        (Datum::Str(_), "join", 1) => joined(),
        _ => None,
    };
    Some(computed.unwrap_or(Datum::Opaque))
}

/// The result of a function without effects; `None` if its result is no constant.
#[must_use]
pub fn function(name: &str, arguments: &[Datum]) -> Option<Datum> {
    let first = arguments.first();
    let computed = match (name, first) {
        ("str", Some(value)) => shown(value).map(Datum::Str),
        ("int", Some(Datum::Str(text))) => text.trim().parse().ok().map(Datum::Int),
        ("int", Some(Datum::Int(value))) => Some(Datum::Int(*value)),
        ("bool", Some(value)) => value.truth().map(Datum::Bool),
        ("len", Some(Datum::Str(text))) => i128::try_from(text.chars().count()).ok().map(Datum::Int),
        ("len", Some(Datum::Bytes(bytes))) => i128::try_from(bytes.len()).ok().map(Datum::Int),
        ("chr", Some(Datum::Int(code))) => {
            u32::try_from(*code).ok().and_then(char::from_u32).map(|code| Datum::Str(code.into()))
        }
        ("ord", Some(Datum::Str(text))) => text.chars().next().map(|code| Datum::Int(u32::from(code).into())),
        ("bytes", Some(Datum::Int(count))) => repetitions(1, *count).map(|count| Datum::Bytes(vec![0; count])),
        _ => None,
    };
    computed.or_else(|| is_pure(name).then_some(Datum::Opaque))
}

/// Whether a function makes constants of constants.
fn is_pure(name: &str) -> bool {
    const PURE: &[&str] = &[
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "bytearray",
        "len",
        "chr",
        "ord",
        "hex",
        "oct",
        "bin",
        "repr",
        "ascii",
        "format",
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "reversed",
        "range",
        "min",
        "max",
        "sum",
        "abs",
        "round",
        "divmod",
        "pow",
        "zip",
        "enumerate",
        "bytes.fromhex",
        "bytearray.fromhex",
        "dict.fromkeys",
        "base64.b64decode",
        "base64.b64encode",
        "base64.urlsafe_b64decode",
        "base64.urlsafe_b64encode",
        "base64.b32decode",
        "base64.b16decode",
        "binascii.unhexlify",
        "binascii.hexlify",
        "binascii.a2b_hex",
        "codecs.decode",
        "codecs.encode",
        "textwrap.dedent",
        "os.path.join",
        "os.path.dirname",
        "os.path.abspath",
        "os.path.basename",
        "os.path.realpath",
        "os.path.normpath",
        "os.path.splitext",
        "pathlib.Path",
        "pathlib.PurePath",
        "shlex.split",
        "shlex.quote",
        "shlex.join",
        "re.compile",
        "urllib.parse.quote",
        "urllib.parse.urljoin",
        "json.dumps",
        "collections.OrderedDict",
        "types.MappingProxyType",
    ];
    PURE.contains(&name)
}

/// Whether a name of another module is a constant.
#[must_use]
pub fn is_constant_name(name: &str) -> bool {
    const CONSTANT: &[&str] = &[
        "sys.executable",
        "sys.platform",
        "sys.prefix",
        "sys.version",
        "os.sep",
        "os.linesep",
        "os.pathsep",
        "os.devnull",
        "os.curdir",
        "os.pardir",
        "os.name",
        "string.ascii_letters",
        "string.ascii_lowercase",
        "string.ascii_uppercase",
        "string.digits",
        "string.hexdigits",
        "string.punctuation",
        "string.printable",
    ];
    let is_block_size = || {
        name.ends_with(".block_size") && (name.starts_with("Crypto.Cipher.") || name.starts_with("Cryptodome.Cipher."))
    };
    CONSTANT.contains(&name) || is_block_size()
}
