use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};
use crate::value::Value;

rule! {
    /// MD4, MD5 and SHA-1 are broken: an attacker can make two inputs with the same hash. Use SHA-256 or BLAKE2. For
    /// passwords, use a slow function such as `hashlib.scrypt`. If the hash has nothing to do with security, say so
    /// with `usedforsecurity=False`.
    ///
    /// The old methods of `crypt` are reported with severity MEDIUM.
    ///
    /// ```python
    /// import crypt, hashlib
    /// hashlib.md5(data)                            # B324
    /// hashlib.new("SHA1", data)                    # B324
    /// hashlib.new(name="md4", usedforsecurity=True)    # B324
    /// crypt.crypt("secret", crypt.METHOD_MD5)      # B324 MEDIUM
    /// crypt.mksalt(method=crypt.METHOD_CRYPT)      # B324 MEDIUM
    /// hashlib.md5(data, usedforsecurity=False)
    /// hashlib.new("sha256", data)
    /// crypt.mksalt(crypt.METHOD_SHA512)
    /// ```
    B324 hashlib_insecure_functions as hashlib: severity High, confidence High, cwe 327, origin Bandit;
    "Use of weak hash for security. Consider usedforsecurity=False";
    on CallTo(&["md4", "md5", "sha", "sha1", "new", "crypt", "mksalt"], hashlib);
    fix Suggested Call(not_for_security)
}

const WEAK_HASHES: &[&str] = &["md4", "md5", "sha", "sha1"];
const WEAK_CRYPT_METHODS: &[&str] = &["METHOD_CRYPT", "METHOD_MD5", "METHOD_BLOWFISH"];

fn hashlib(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let (name, function) = (call.qualified_name(), call.name());
    if name.contains("hashlib") {
        return weak_hash(call, function);
    }
    if !name.contains("crypt") {
        return Ok(None);
    }
    Ok(match function {
        "crypt" => weak_crypt_method(&argument(call, 1, "salt")?),
        "mksalt" => weak_crypt_method(&argument(call, 0, "method")?),
        _ => None,
    })
}

fn weak_hash(call: &Call, function: &str) -> Result<Option<Issue>, Failure> {
    let hash = match function {
        "new" => argument(call, 0, "name")?.as_str().unwrap_or_default(),
        "crypt" | "mksalt" => return Ok(None),
        _ => function,
    };
    let weak = WEAK_HASHES.iter().any(|weak| weak.eq_ignore_ascii_case(hash));
    let for_security =
        !call.has_keyword("usedforsecurity")? || call.keyword("usedforsecurity")?.is("True");
    Ok((weak && for_security).then(|| {
        let hash = hash.to_ascii_uppercase();
        Issue::new().made_message(format!(
            "Use of weak {hash} hash for security. Consider usedforsecurity=False"
        ))
    }))
}

fn weak_crypt_method(method: &Value) -> Option<Issue> {
    let method = method.as_str().filter(|method| WEAK_CRYPT_METHODS.contains(method))?;
    let message = format!("Use of insecure crypt.{method} hash function.");
    Some(Issue::new().severity(Severity::Medium).made_message(message))
}

/// Returns the argument at this position, or else the keyword argument. Fails if any argument has no value:
/// Bandit raises then.
fn argument<'a>(call: &Call<'a, '_>, position: usize, keyword: &str) -> Result<Value<'a>, Failure> {
    call.literal_keywords()?;
    match call.literal_arguments()?.get(position) {
        Some(argument) => Value::of_argument(argument),
        None => call.keyword(keyword),
    }
}

/// The version of Python 3 from which on the argument is there.
const HAS_ARGUMENT: u8 = 9;

/// Says that a digest protects nothing, as only its author knows.
fn not_for_security<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.cx.path(&call.func)?.is_in("hashlib") || it.target.is_some_and(|target| target < HAS_ARGUMENT) {
        return None;
    }
    Some(Fix::new("Say that this protects nothing", it.set_flag(call, None, "usedforsecurity", false)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B324:
    "import hashlib\nhashlib.md5(data)\n" => "import hashlib\nhashlib.md5(data, usedforsecurity=False)\n";
    "import hashlib\nhashlib.sha1()\n" => "import hashlib\nhashlib.sha1(usedforsecurity=False)\n";
    "import hashlib as h\nf(h.new('md5', data,).hexdigest(), 1)\n" => "import hashlib as h\nf(h.new('md5', data, usedforsecurity=False).hexdigest(), 1)\n";
    "from hashlib import md5\nmd5(\n    f(x),  # what\n).digest()\n" => "from hashlib import md5\nmd5(\n    f(x),  # what\n    usedforsecurity=False,\n).digest()\n";
    "import hashlib\nhashlib.md5(\n    data  # what\n    # more\n)\n" => "import hashlib\nhashlib.md5(\n    data,  # what\n    usedforsecurity=False\n    # more\n)\n";
    "import hashlib\nhashlib.md5(data, usedforsecurity = (True))\n" => "import hashlib\nhashlib.md5(data, usedforsecurity = (False))\n";
    "import hashlib\nif (h := hashlib.md5((data))): pass\n" => "import hashlib\nif (h := hashlib.md5((data), usedforsecurity=False)): pass\n";
    "import hashlib\nhashlib.md5(*a)" => "import hashlib\nhashlib.md5(*a, usedforsecurity=False)";
    "import hashlib\nhashlib.md5(hashlib.sha1(a).digest())\n" => "import hashlib\nhashlib.md5(hashlib.sha1(a, usedforsecurity=False).digest(), usedforsecurity=False)\n";
    "import hashlib\nx = [hashlib.new(name='sha1') for _ in y]\n" => "import hashlib\nx = [hashlib.new(name='sha1', usedforsecurity=False) for _ in y]\n";
    "import hashlib\nhashlib.md5(b for b in a)\n" stays;
    "import hashlib\nhashlib.md5(data, **options)\n" stays;
    "import crypt\ncrypt.crypt(p, crypt.METHOD_MD5)\n" stays;
    "import hashlib\nf'{hashlib.md5(data)}'\n" stays;
}

#[cfg(test)]
mod without_the_argument {
    crate::edit::pairs::pairs! { B324 from 8:
        "import hashlib\nhashlib.md5(data)\n" stays;
    }
}
