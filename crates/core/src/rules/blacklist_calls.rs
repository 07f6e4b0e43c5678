//! Functions that are unsafe to call: B301 to B323. An entry matches an exact qualified name.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, ExprCall, ExprName, InterpolatedStringElement, Operator, Stmt, StmtGlobal, StmtNonlocal};
use ruff_text_size::{Ranged, TextRange};

use crate::context::Given;
use crate::edit::{Edit, Fix, Fixing};
use crate::node::Node;
use crate::rule::name_rules;
use crate::value::as_str;

name_rules! {
    finds CallsOf, origin Bandit;

    /// Unpickling can build any Python object, so crafted data can run code. Store data as JSON and models as
    /// `safetensors`. Unpickle only data that nobody else could have written.
    ///
    /// ```python
    /// import pickle, jsonpickle
    /// pickle.loads(data)                           # B301
    /// jsonpickle.unpickler.Unpickler()             # B301
    /// pickle.dumps(data)
    /// ```
    B301 pickle: severity Medium, cwe 502;
    "Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.";
    [
        "pickle.loads",
        "pickle.load",
        "pickle.Unpickler",
        "dill.loads",
        "dill.load",
        "dill.Unpickler",
        "shelve.open",
        "shelve.DbfilenameShelf",
        "jsonpickle.decode",
        "jsonpickle.unpickler.decode",
        "jsonpickle.unpickler.Unpickler",
        "pandas.read_pickle",
    ];
    { no fix "another format needs changes where the data is written" }

    /// `marshal` trusts its input, so crafted data can crash or mislead the interpreter. `marshal` is Python's
    /// internal format for compiled code. Store data as JSON.
    ///
    /// ```python
    /// import marshal
    /// marshal.load(file)                           # B302
    /// marshal.loads(data)                          # B302
    /// marshal.dumps(data)
    /// ```
    B302 marshal: severity Medium, cwe 502;
    "Deserialization with the marshal module is possibly dangerous.";
    [
        "marshal.load",
        "marshal.loads",
    ];
    { no fix "another format needs changes where the data is written" }

    /// MD2, MD4, MD5 and SHA-1 are broken: a matching hash does not prove that data is unchanged. Use SHA-256 or
    /// BLAKE2.
    ///
    /// ```python
    /// from Crypto.Hash import MD5, SHA256
    /// MD5.new()                                    # B303
    /// SHA256.new()
    /// ```
    B303 md5: severity Medium, cwe 327;
    "Use of insecure MD2, MD4, MD5, or SHA1 hash function.";
    [
        "Crypto.Hash.MD2.new",
        "Crypto.Hash.MD4.new",
        "Crypto.Hash.MD5.new",
        "Crypto.Hash.SHA.new",
        "Cryptodome.Hash.MD2.new",
        "Cryptodome.Hash.MD4.new",
        "Cryptodome.Hash.MD5.new",
        "Cryptodome.Hash.SHA.new",
        "cryptography.hazmat.primitives.hashes.MD5",
        "cryptography.hazmat.primitives.hashes.SHA1",
    ];
    { fix Suggested Call(strong_hash) }

    /// RC2, RC4, Blowfish, DES, IDEA, CAST5 and SEED are broken, obsolete, or use blocks that are too short. Use AES
    /// in an authenticated mode such as GCM, or ChaCha20-Poly1305.
    ///
    /// ```python
    /// from Crypto.Cipher import AES, DES
    /// DES.new(key)                                 # B304
    /// AES.new(key, AES.MODE_GCM)
    /// ```
    B304 ciphers: severity High, cwe 327;
    "Use of insecure cipher {name}. Replace with a known secure cipher such as AES.";
    [
        "Crypto.Cipher.ARC2.new",
        "Crypto.Cipher.ARC4.new",
        "Crypto.Cipher.Blowfish.new",
        "Crypto.Cipher.DES.new",
        "Crypto.Cipher.XOR.new",
        "Cryptodome.Cipher.ARC2.new",
        "Cryptodome.Cipher.ARC4.new",
        "Cryptodome.Cipher.Blowfish.new",
        "Cryptodome.Cipher.DES.new",
        "Cryptodome.Cipher.XOR.new",
        "cryptography.hazmat.primitives.ciphers.algorithms.ARC4",
        "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish",
        "cryptography.hazmat.primitives.ciphers.algorithms.CAST5",
        "cryptography.hazmat.primitives.ciphers.algorithms.IDEA",
        "cryptography.hazmat.primitives.ciphers.algorithms.SEED",
        "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES",
    ];
    { no fix "another cipher cannot read what is stored, and its key has another size" }

    /// ECB encrypts equal blocks to equal output, so patterns in the plain text show through. Use an authenticated
    /// mode such as GCM.
    ///
    /// ```python
    /// from cryptography.hazmat.primitives.ciphers import modes
    /// modes.ECB()                                  # B305
    /// modes.GCM(nonce)
    /// ```
    B305 cipher_modes: severity Medium, cwe 327;
    "Use of insecure cipher mode {name}.";
    [
        "cryptography.hazmat.primitives.ciphers.modes.ECB",
    ];
    { no fix "another mode cannot read what is stored, and needs a nonce" }

    /// `tempfile.mktemp` returns a name that another process can take before you use it. Use `mkstemp` or
    /// `NamedTemporaryFile`, which create the file together with its name.
    ///
    /// ```python
    /// import tempfile
    /// tempfile.mktemp()                            # B306
    /// tempfile.mkstemp()
    /// ```
    B306 mktemp_q: severity Medium, cwe 377;
    "Use of insecure and deprecated function (mktemp).";
    [
        "tempfile.mktemp",
    ];
    { fix Unsafe Call(make_file) }

    /// `eval` runs any expression, so anyone who can influence its text can run any code. The code has all the
    /// program's rights. To read literals, use `ast.literal_eval`. To evaluate formulas, use a parser made for them.
    ///
    /// ```python
    /// import ast
    /// eval(text)                                   # B307
    /// ast.literal_eval(text)
    /// ```
    B307 eval: severity Medium, cwe 78;
    "Use of possibly insecure function - consider using safer ast.literal_eval.";
    [
        "eval",
    ];
    { fix Unsafe Call(literal_eval) }

    /// `mark_safe` stops Django from escaping a text, so anything in it reaches the page as markup. Use
    /// `format_html`, which escapes what it inserts. B703 looks at the same calls but accepts literals.
    ///
    /// ```python
    /// from django.utils.safestring import mark_safe
    /// from django.utils.html import format_html
    /// mark_safe("<b>")                             # B308
    /// format_html("<b>{}</b>", text)
    /// ```
    B308 mark_safe: severity Medium, cwe 79;
    "Use of mark_safe() may expose cross-site scripting vulnerabilities and should be reviewed.";
    [
        "django.utils.safestring.mark_safe",
    ];
    { no fix "whether the text is HTML or must be escaped is known only to you" }

    /// `urlopen` accepts `file:` and other schemes, so a URL from outside can read local files. Check that the URL
    /// begins with `https://` before you open it, then silence the line.
    ///
    /// ```python
    /// import urllib.request
    /// urllib.request.urlopen(address)              # B310
    /// urllib.request.Request(address)
    /// ```
    B310 urllib_urlopen: severity Medium, cwe 22;
    "Audit url open for permitted schemes. Allowing use of file:/ or custom schemes is often unexpected.";
    [
        "urllib.request.urlopen",
        "urllib.request.urlretrieve",
        "urllib.request.URLopener",
        "urllib.request.FancyURLopener",
        "six.moves.urllib.request.urlopen",
        "six.moves.urllib.request.urlretrieve",
        "six.moves.urllib.request.URLopener",
        "six.moves.urllib.request.FancyURLopener",
    ];
    { no fix "which schemes and hosts are allowed is known only to you" }

    /// The output of `random` can be predicted from earlier output. Use `secrets` for tokens, passwords and keys.
    /// `random` is fine for games and samples.
    ///
    /// ```python
    /// import random, secrets
    /// random.choice(letters)                       # B311
    /// random.getrandbits(128)                      # B311
    /// secrets.choice(letters)
    /// random.SystemRandom()
    /// ```
    B311 random: severity Low, cwe 330;
    "Standard pseudo-random generators are not suitable for security/cryptographic purposes.";
    [
        "random.Random",
        "random.random",
        "random.randrange",
        "random.randint",
        "random.choice",
        "random.choices",
        "random.uniform",
        "random.triangular",
        "random.randbytes",
        "random.sample",
        "random.randrange",
        "random.getrandbits",
    ];
    { fix Unsafe Call(system_random) }

    /// Telnet sends everything in clear text, including passwords. Use SSH.
    ///
    /// ```python
    /// from telnetlib import Telnet
    /// Telnet(host)                                 # B312
    /// paramiko.SSHClient().connect(host)
    /// ```
    B312 telnetlib: severity High, cwe 319;
    "Telnet-related functions are being called. Telnet is considered insecure. Use SSH or some other encrypted protocol.";
    [
        "telnetlib.Telnet",
    ];
    { no fix "the other side must speak another protocol" }

    /// `xml.etree.cElementTree` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.etree.cElementTree.parse(file)           # B313
    /// defusedxml.ElementTree.parse(file)
    /// ```
    B313 xml_bad_cElementTree: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.etree.cElementTree.parse",
        "xml.etree.cElementTree.iterparse",
        "xml.etree.cElementTree.fromstring",
        "xml.etree.cElementTree.XMLParser",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// `xml.etree.ElementTree` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.etree.ElementTree.fromstring(text)       # B314
    /// xml.etree.ElementTree.tostring(tree)
    /// ```
    B314 xml_bad_ElementTree: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.etree.ElementTree.parse",
        "xml.etree.ElementTree.iterparse",
        "xml.etree.ElementTree.fromstring",
        "xml.etree.ElementTree.XMLParser",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// `xml.sax.expatreader` expands entities, and in older versions of Python also reads external ones. Use the same
    /// function from `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.sax.expatreader.create_parser()          # B315
    /// defusedxml.expatreader.create_parser()
    /// ```
    B315 xml_bad_expatreader: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.sax.expatreader.create_parser",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// `xml.dom.expatbuilder` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.expatbuilder.parseString(text)       # B316
    /// defusedxml.expatbuilder.parseString(text)
    /// ```
    B316 xml_bad_expatbuilder: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.expatbuilder.parse",
        "xml.dom.expatbuilder.parseString",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// The parsers of `xml.sax` expand entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.sax.make_parser()                        # B317
    /// xml.sax.parse(file, handler)                 # B317
    /// defusedxml.sax.make_parser()
    /// ```
    B317 xml_bad_sax: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.sax.parse",
        "xml.sax.parseString",
        "xml.sax.make_parser",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// `xml.dom.minidom` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.minidom.parseString(text)            # B318
    /// defusedxml.minidom.parseString(text)
    /// ```
    B318 xml_bad_minidom: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.minidom.parse",
        "xml.dom.minidom.parseString",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// `xml.dom.pulldom` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.pulldom.parse(file)                  # B319
    /// defusedxml.pulldom.parse(file)
    /// ```
    B319 xml_bad_pulldom: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.pulldom.parse",
        "xml.dom.pulldom.parseString",
    ];
    { fix Unsafe Call(super::defused::call) }

    /// FTP sends passwords and files in clear text. Use SFTP, or FTP over TLS with `ftplib.FTP_TLS`.
    ///
    /// ```python
    /// ftplib.FTP(host)                             # B321
    /// ftplib.FTP_TLS(host)
    /// ```
    B321 ftplib: severity High, cwe 319;
    "FTP-related functions are being called. FTP is considered insecure. Use SSH/SFTP/SCP or some other encrypted protocol.";
    [
        "ftplib.FTP",
    ];
    { no fix "the other side must speak another protocol" }

    /// `ssl._create_unverified_context` makes a context that does not check certificates. Anyone on the network path
    /// can read and change the traffic. Use `ssl.create_default_context()`.
    ///
    /// ```python
    /// import ssl
    /// ssl._create_unverified_context()             # B323
    /// ssl.create_default_context()
    /// ```
    B323 unverified_context: severity Medium, cwe 295;
    "By default, Python will create a secure, verified ssl context for use in such classes as HTTPSConnection. However, it still allows using an insecure context via the _create_unverified_context that  reverts to the previous behavior that does not validate certificates or perform hostname checks.";
    [
        "ssl._create_unverified_context",
    ];
    { fix Unsafe Call(default_context) }
}

/// `eval` of one text. Values of other types, and names in the text, are refused afterwards.
fn literal_eval<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let ([argument], []) = (&*call.arguments.args, &*call.arguments.keywords) else { return None };
    if argument.is_starred_expr()
        || !it.cx.names(&call.func, &["eval", "builtins.eval"])
        || matches!(argument, Expr::StringLiteral(_) | Expr::BytesLiteral(_))
        || matches!(argument, Expr::Call(made) if it.cx.names(&made.func, &["compile", "builtins.compile"]))
        || !may_be_literal(argument)
    {
        return None;
    }
    let reference = it.reference(call.start(), "ast", "literal_eval")?;
    Some(Fix::replace("Read only literals", call.func.range(), reference.text).import(reference.import))
}

/// Whether a text can be a literal: what it is made of has neither names nor operators. Whoever puts those together wants an
/// expression.
fn may_be_literal(text: &Expr) -> bool {
    let fits = |piece: &str| piece.chars().all(|char| char.is_ascii_digit() || " \n[]{},:'\"-".contains(char));
    let fits_if_literal = |piece: &Expr| as_str(piece).is_none_or(fits);
    match text {
        Expr::StringLiteral(_) => fits_if_literal(text),
        Expr::FString(string) => string.value.elements().all(|element| match element {
            InterpolatedStringElement::Literal(literal) => fits(&literal.value),
            InterpolatedStringElement::Interpolation(_) => true,
        }),
        Expr::BinOp(operation) if operation.op == Operator::Add => {
            may_be_literal(&operation.left) && may_be_literal(&operation.right)
        }
        Expr::BinOp(operation) if operation.op == Operator::Mod => {
            as_str(&operation.left).is_none_or(|template| fits(&template.replace("%s", "").replace("%r", "")))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => fits_if_literal(&method.value),
            _ => true,
        },
        _ => true,
    }
}

/// Functions of `random` are methods of `SystemRandom`, which nobody can predict, and which has neither seed nor state. Whoever
/// uses these wants the same numbers again.
fn system_random<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Draw random numbers from the system";
    let path = it.cx.path(&call.func)?;
    let name = path.as_str().strip_prefix("random.").filter(|name| !name.contains('.'))?.to_owned();
    let is_class = name == "Random";
    let has_seed = is_class && !call.arguments.is_empty();
    if has_seed || ["seed(", "getstate(", "setstate("].iter().any(|word| it.cx.mentions_word(word)) {
        return None;
    }
    if let Expr::Attribute(written) = &*call.func {
        if is_class {
            return Some(Fix::replace(TITLE, written.attr.range, "SystemRandom"));
        }
        let at = TextRange::empty(written.value.end());
        return Some(Fix::new(TITLE, vec![Edit { range: at, text: ".SystemRandom()".to_owned() }]));
    }
    let reference = it.reference(call.start(), "random", "SystemRandom")?;
    let text = if is_class { reference.text } else { format!("{}().{name}", reference.text) };
    Some(Fix::replace(TITLE, call.func.range(), text).import(reference.import))
}

/// The hash function that is longest in use without known weaknesses. Digests that are stored would change.
fn strong_hash<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Use SHA-256";
    let path = it.cx.path(&call.func)?;
    if path.is_in("cryptography.hazmat.primitives.hashes") {
        return it.name_instead(TITLE, &call.func, "cryptography.hazmat.primitives.hashes", "SHA256");
    }
    if !path.is_in("Crypto") {
        return None;
    }
    let is_renamed = it.cx.qualified_name(&call.func).contains("Cryptodome");
    let module = if is_renamed { "Cryptodome.Hash.SHA256" } else { "Crypto.Hash.SHA256" };
    let reference = it.reference(call.start(), module, "new")?;
    Some(Fix::replace(TITLE, call.func.range(), reference.text).import(reference.import))
}

/// `name = tempfile.mktemp()` in a function that only opens and removes the file: who makes a folder, a pipe or a link
/// of that name needs one that is not there.
fn make_file<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let Some(Node::Stmt(Stmt::Assign(assign))) = it.cx.parent() else { return None };
    let ([Expr::Name(target)], Expr::Attribute(function)) = (assign.targets.as_slice(), &*call.func) else {
        return None;
    };
    let scopes = it.cx.scopes();
    let is_only = scopes.find(&target.id, target.start()).is_some_and(|(_, bindings)| bindings.count() == 1);
    if !it.cx.names(&call.func, &["tempfile.mktemp"])
        || scopes.binds_anywhere(DESCRIPTOR)
        || scopes.has_stars()
        || !is_only
        || assign.value.range() != call.range()
        || !is_only_opened(it, target)
    {
        return None;
    }
    let close = it.reference(call.start(), "os", "close")?;
    let text = it.cx.document.text();
    let line = text[..assign.start().to_usize()].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &text[line..assign.start().to_usize()];
    let after = it.cx.tokens.get(it.cx.tokens.partition_point(|token| token.start() < assign.end()))?;
    if after.kind() != TokenKind::Newline || !indent.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
        return None;
    }
    let insert = |at, text| Edit { range: TextRange::empty(at), text };
    let edits = vec![
        insert(target.start(), format!("{DESCRIPTOR}, ")),
        Edit { range: function.attr.range, text: "mkstemp".to_owned() },
        insert(assign.end(), format!("\n{indent}{}({DESCRIPTOR})", close.text)),
    ];
    Some(Fix::new("Make the file with its name", edits).import(close.import))
}

/// The name for the descriptor of a file that is made and closed.
const DESCRIPTOR: &str = "descriptor";

/// Whether the function around only opens and removes the file of this name.
fn is_only_opened(it: &Fixing, target: &ExprName) -> bool {
    const ENOUGH: usize = 2_000;
    let function = it.cx.innermost_function();
    if matches!(function, Node::Module(_)) {
        return false;
    }
    let is_target = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == target.id && name.ctx.is_load());
    let (mut nodes, mut loads, mut known, mut is_shared) = (0, 0, 0, false);
    it.cx.any_in(function, |node| {
        nodes += 1;
        match node {
            Node::Expr(expr) if is_target(expr) => loads += 1,
            Node::Stmt(Stmt::Global(StmtGlobal { names, .. }) | Stmt::Nonlocal(StmtNonlocal { names, .. })) => {
                is_shared |= names.iter().any(|name| name.as_str() == target.id);
            }
            Node::Expr(Expr::Call(call)) if call.arguments.args.first().is_some_and(is_target) => {
                let keeps = match it.cx.given(call, Some(1), "mode") {
                    Given::Absent => true,
                    Given::Value(mode) => it.cx.string(mode).is_some_and(|mode| !mode.contains('x')),
                    Given::Unknown => false,
                };
                let opens = keeps && it.cx.names(&call.func, &["open", "builtins.open", "io.open"]);
                known += usize::from(opens || it.cx.names(&call.func, &["os.remove", "os.unlink"]));
            }
            _ => {}
        }
        false
    });
    nodes < ENOUGH && loads > 0 && loads == known && !is_shared
}

/// The other arguments mean something else to the safe function.
fn default_context<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Verify certificates";
    if !call.arguments.is_empty() || !it.cx.names(&call.func, &["ssl._create_unverified_context"]) {
        return None;
    }
    if let Expr::Attribute(written) = &*call.func {
        return Some(Fix::replace(TITLE, written.attr.range, "create_default_context"));
    }
    let reference = it.reference(call.start(), "ssl", "create_default_context")?;
    Some(Fix::replace(TITLE, call.func.range(), reference.text).import(reference.import))
}

#[cfg(test)]
mod of_eval {
    crate::edit::pairs::pairs! { B307:
        "eval(text)\n" => "import ast\nast.literal_eval(text)\n";
        "import os\nx = f(eval(text), 1)\n" => "import ast\nimport os\nx = f(ast.literal_eval(text), 1)\n";
        "import ast\neval(text,)\n" => "import ast\nast.literal_eval(text,)\n";
        "import ast as a\neval(eval(text))\n" => "import ast as a\na.literal_eval(a.literal_eval(text))\n";
        "from ast import literal_eval as read\nread(eval(text))\n" => "from ast import literal_eval as read\nread(read(text))\n";
        "#!/usr/bin/python\n'''Docs.'''\n\nx = 1\ny = eval(text)\n" => "#!/usr/bin/python\n'''Docs.'''\nimport ast\n\nx = 1\ny = ast.literal_eval(text)\n";
        "from __future__ import annotations  # why\ndef f():\n    if (x := eval(text)):  # what\n        return x\n" => "from __future__ import annotations  # why\nimport ast\ndef f():\n    if (x := ast.literal_eval(text)):  # what\n        return x\n";
        "y = eval(  # a\n    text  # b\n)\n" => "import ast\ny = ast.literal_eval(  # a\n    text  # b\n)\n";
        "@f\nclass A:\n    x = (eval)(text)\n" => "import ast\n@f\nclass A:\n    x = (ast.literal_eval)(text)\n";
        "\x0cx = eval(text)" => "\x0cimport ast\nx = ast.literal_eval(text)";
        "def f():\n    import ast\n    return ast.parse(eval(text))\n" stays;
        "'''Docs.'''; x = eval(text)\n" stays;
        "x = eval('[%s]' % ', '.join(items))\n" => "import ast\nx = ast.literal_eval('[%s]' % ', '.join(items))\n";
        "x = eval('\"' + text.strip() + '\"') or eval(f'[{text}]') or eval('{{{}}}'.format(text))\n" => "import ast\nx = ast.literal_eval('\"' + text.strip() + '\"') or ast.literal_eval(f'[{text}]') or ast.literal_eval('{{{}}}'.format(text))\n";
        "x = eval(text, {})\n" stays;
        "x = eval(a + ' < ' + b)\n" stays;
        "x = eval(f'{a}_names')\n" stays;
        "x = eval('a.%s' % b)\n" stays;
        "x = eval('{}({})'.format(a, b))\n" stays;
        "x = eval('names')\n" stays;
        "x = eval(compile(a, b, 'eval'))\n" stays;
        "x = eval(*args)\n" stays;
        "def ast(): pass\nx = eval(text)\n" stays;
        "def eval(x): pass\neval(text)\n" stays;
        "from a import *\nx = eval(text)\n" stays;
    }
}

#[cfg(test)]
mod of_random {
    crate::edit::pairs::pairs! { B311:
        "import random\nrandom.random()\n" => "import random\nrandom.SystemRandom().random()\n";
        "import random as r\nx = f(r.choice(r.sample(a, 2)),)\n" => "import random as r\nx = f(r.SystemRandom().choice(r.SystemRandom().sample(a, 2)),)\n";
        "import random\nr = random.Random()\n" => "import random\nr = random.SystemRandom()\n";
        "from random import choice\nchoice(a)\n" => "import random\nfrom random import choice\nrandom.SystemRandom().choice(a)\n";
        "from random import choice as c, SystemRandom as S\nc(a)\n" => "from random import choice as c, SystemRandom as S\nS().choice(a)\n";
        "import random\nx = (random  # a\n  .randint(1,  # b\n  2))\n" => "import random\nx = (random.SystemRandom()  # a\n  .randint(1,  # b\n  2))\n";
        "import random\nif (x := random.randbytes(8)):\n    pass\n" => "import random\nif (x := random.SystemRandom().randbytes(8)):\n    pass\n";
        "import random\nrandom.choices(*args, **options)" => "import random\nrandom.SystemRandom().choices(*args, **options)";
        "import random\nx = [random.uniform(0, 1) for _ in y]\n" => "import random\nx = [random.SystemRandom().uniform(0, 1) for _ in y]\n";
        "import random; random.getrandbits(8); random.triangular()\n" => "import random; random.SystemRandom().getrandbits(8); random.SystemRandom().triangular()\n";
        "from random import Random\nRandom()\n" => "import random\nfrom random import Random\nrandom.SystemRandom()\n";
        "from random import choice\nrandom = 1\nchoice(a)\n" stays;
        "import random\nr = random.Random(1)\n" stays;
        "import random\nrandom.seed(1)\nrandom.random()\n" stays;
        "import random\nstate = random.getstate()\nrandom.random()\nrandom.setstate(state)\n" stays;
        "import random\nf'{random.random()}'\n" stays;
    }
}

#[cfg(test)]
mod of_contexts {
    crate::edit::pairs::pairs! { B323:
        "import ssl\nssl._create_unverified_context()\n" => "import ssl\nssl.create_default_context()\n";
        "import ssl as s\nf(g, context=s._create_unverified_context(),)\n" => "import ssl as s\nf(g, context=s.create_default_context(),)\n";
        "from ssl import _create_unverified_context\n_create_unverified_context()\n" => "import ssl\nfrom ssl import _create_unverified_context\nssl.create_default_context()\n";
        "from ssl import _create_unverified_context as c, create_default_context\nc()\n" => "from ssl import _create_unverified_context as c, create_default_context\ncreate_default_context()\n";
        "import ssl\nx = ssl._create_unverified_context(  # why\n)\n" => "import ssl\nx = ssl.create_default_context(  # why\n)\n";
        "import ssl\nif (c := ssl._create_unverified_context()):\n    pass\n" => "import ssl\nif (c := ssl.create_default_context()):\n    pass\n";
        "import ssl\nx = (ssl\n     ._create_unverified_context())" => "import ssl\nx = (ssl\n     .create_default_context())";
        "import ssl\nurlopen(u, context=ssl._create_unverified_context()).read()\n" => "import ssl\nurlopen(u, context=ssl.create_default_context()).read()\n";
        "def f():\n    import ssl\n    return ssl._create_unverified_context()\n" => "def f():\n    import ssl\n    return ssl.create_default_context()\n";
        "import ssl\nx = [ssl._create_unverified_context() for _ in y]\n" => "import ssl\nx = [ssl.create_default_context() for _ in y]\n";
        "import ssl\nssl._create_unverified_context(cafile=ca)\n" stays;
        "import ssl\nssl._create_unverified_context(**options)\n" stays;
    }
}

#[cfg(test)]
mod of_hashes {
    crate::edit::pairs::pairs! { B303:
        "from Crypto.Hash import MD5\nMD5.new()\n" => "import Crypto.Hash.SHA256\nfrom Crypto.Hash import MD5\nCrypto.Hash.SHA256.new()\n";
        "from Crypto.Hash import MD5, SHA256\nh = f(MD5.new(a),)\n" => "from Crypto.Hash import MD5, SHA256\nh = f(SHA256.new(a),)\n";
        "from Cryptodome.Hash import SHA, SHA256 as S\nSHA.new(\n    data=a,  # all\n)\n" => "from Cryptodome.Hash import SHA, SHA256 as S\nS.new(\n    data=a,  # all\n)\n";
        "from cryptography.hazmat.primitives import hashes\nhashes.Hash(hashes.MD5())\n" => "from cryptography.hazmat.primitives import hashes\nhashes.Hash(hashes.SHA256())\n";
        "from cryptography.hazmat.primitives import hashes as h\nif (d := h.Hash((h.SHA1()))): pass\n" => "from cryptography.hazmat.primitives import hashes as h\nif (d := h.Hash((h.SHA256()))): pass\n";
        "from cryptography.hazmat.primitives.hashes import SHA1, SHA256\nx = SHA1()" => "from cryptography.hazmat.primitives.hashes import SHA1, SHA256\nx = SHA256()";
        "from cryptography.hazmat.primitives import hashes\nx = (hashes  # old\n  .SHA1())\n" => "from cryptography.hazmat.primitives import hashes\nx = (hashes  # old\n  .SHA256())\n";
        "from Crypto.Hash import MD4\nMD4.new(*a, **k)\n" => "import Crypto.Hash.SHA256\nfrom Crypto.Hash import MD4\nCrypto.Hash.SHA256.new(*a, **k)\n";
        "from Crypto.Hash.MD2 import new\nx = [new(b) for b in a]\n" => "import Crypto.Hash.SHA256\nfrom Crypto.Hash.MD2 import new\nx = [Crypto.Hash.SHA256.new(b) for b in a]\n";
        "from cryptography.hazmat.primitives import hashes; hashes.MD5(); hashes.SHA1()\n" => "from cryptography.hazmat.primitives import hashes; hashes.SHA256(); hashes.SHA256()\n";
        "from Crypto.Hash import MD5\nCrypto = 1\nMD5.new()\n" stays;
        "from Crypto.Hash import MD5\nf'{MD5.new()}'\n" stays;
    }
}

#[cfg(test)]
mod of_files {
    crate::edit::pairs::pairs! { B306:
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    open(path, 'w')\n" => "import os, tempfile\ndef f():\n    descriptor, path = tempfile.mkstemp()\n    os.close(descriptor)\n    open(path, 'w')\n";
        "import tempfile as t\ndef f():\n\tpath = t.mktemp('.txt',)\n\twith open(path) as file:\n\t\tpass\n" => "import os\nimport tempfile as t\ndef f():\n\tdescriptor, path = t.mkstemp('.txt',)\n\tos.close(descriptor)\n\twith open(path) as file:\n\t\tpass\n";
        "import os as o, tempfile\ndef f():\n    path = tempfile.mktemp(\n        suffix='.a',  # why\n        dir=g(x),\n    )\n    with open(path, 'wb'):\n        pass\n    o.remove(path)\n" => "import os as o, tempfile\ndef f():\n    descriptor, path = tempfile.mkstemp(\n        suffix='.a',  # why\n        dir=g(x),\n    )\n    o.close(descriptor)\n    with open(path, 'wb'):\n        pass\n    o.remove(path)\n";
        "import tempfile\nfrom os import close, unlink\ndef f():\n    if x:\n        path = (tempfile).mktemp(*a)\n        unlink(path)\n" => "import tempfile\nfrom os import close, unlink\ndef f():\n    if x:\n        descriptor, path = (tempfile).mkstemp(*a)\n        close(descriptor)\n        unlink(path)\n";
        "import tempfile\nasync def f():\n  path = tempfile.mktemp(**k)\n  return open(path)" => "import os\nimport tempfile\nasync def f():\n  descriptor, path = tempfile.mkstemp(**k)\n  os.close(descriptor)\n  return open(path)";
        "import os, tempfile\nclass A:\n    def f(self):\n        path = tempfile.mktemp(prefix=(p := 'a'))\n        # write\n        open(path, mode='w').write(p)\n" => "import os, tempfile\nclass A:\n    def f(self):\n        descriptor, path = tempfile.mkstemp(prefix=(p := 'a'))\n        os.close(descriptor)\n        # write\n        open(path, mode='w').write(p)\n";
        "import os, tempfile\ndef f():\n    for x in y:\n        path = tempfile.mktemp()\n        g(open(path, 'w'), open(path))\n" => "import os, tempfile\ndef f():\n    for x in y:\n        descriptor, path = tempfile.mkstemp()\n        os.close(descriptor)\n        g(open(path, 'w'), open(path))\n";
        "import io, os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    io.open(path, 'w')\n" => "import io, os, tempfile\ndef f():\n    descriptor, path = tempfile.mkstemp()\n    os.close(descriptor)\n    io.open(path, 'w')\n";
        "import os, tempfile\ndef f():\n    '''Docs.'''\n\n    path = tempfile.mktemp()\n\n    open(path)\n" => "import os, tempfile\ndef f():\n    '''Docs.'''\n\n    descriptor, path = tempfile.mkstemp()\n    os.close(descriptor)\n\n    open(path)\n";
        "import os, tempfile\ndef f():\n    try:\n        path = tempfile.mktemp(f(1), f(2), f(3))\n        open(path, 'a')\n    finally:\n        pass\n" => "import os, tempfile\ndef f():\n    try:\n        descriptor, path = tempfile.mkstemp(f(1), f(2), f(3))\n        os.close(descriptor)\n        open(path, 'a')\n    finally:\n        pass\n";
        "import os, tempfile\ndef f():\n    global path\n    path = tempfile.mktemp()\n    open(path, 'w')\n" stays;
        "import os, tempfile\ndef f():\n    def g():\n        nonlocal path\n        path = tempfile.mktemp()\n        open(path)\n    g()\n    os.mkdir(path)\n" stays;
        "import os, tempfile\ndef f(mode):\n    path = tempfile.mktemp()\n    open(path, mode)\n" stays;
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    os.mkdir(path)\n" stays;
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    return path\n" stays;
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    open(path, 'x')\n" stays;
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp()  # why\n    open(path)\n" stays;
        "import os, tempfile\ndef f(): path = tempfile.mktemp(); open(path)\n" stays;
        "import os, tempfile\ndef f(descriptor):\n    path = tempfile.mktemp()\n    open(path)\n" stays;
        "import os, tempfile\ndef f():\n    g(tempfile.mktemp())\n" stays;
        "import os, tempfile\ndef f():\n    path = tempfile.mktemp() + '.a'\n    open(path)\n" stays;
        "import os, tempfile\npath = tempfile.mktemp()\nopen(path)\n" stays;
        "from tempfile import mktemp\ndef f():\n    path = mktemp()\n    open(path)\n" stays;
    }
}
