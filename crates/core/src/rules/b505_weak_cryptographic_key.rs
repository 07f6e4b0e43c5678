use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};
use crate::settings::options;
use crate::value::Value;

options! {
    /// Key sizes in bits, below which a key is weak. All six are required.
    weak_cryptographic_key as KeyOptions:
    /// HIGH for DSA keys below this many bits
    weak_key_size_dsa_high: Number = 1024.0, missing Raises, null Raises;
    /// MEDIUM for DSA keys below this many bits
    weak_key_size_dsa_medium: Number = 2048.0, missing Raises, null Raises;
    /// HIGH for RSA keys below this many bits
    weak_key_size_rsa_high: Number = 1024.0, missing Raises, null Raises;
    /// MEDIUM for RSA keys below this many bits
    weak_key_size_rsa_medium: Number = 2048.0, missing Raises, null Raises;
    /// HIGH for elliptic curves below this many bits
    weak_key_size_ec_high: Number = 160.0, missing Raises, null Raises;
    /// MEDIUM for elliptic curves below this many bits
    weak_key_size_ec_medium: Number = 224.0, missing Raises, null Raises;
}

rule! {
    /// A short key can be broken by brute force or by factoring. Use 2048 bits or more for RSA and DSA, and 224 or
    /// more for elliptic curves.
    ///
    /// Set the sizes below which a key is reported as HIGH or as MEDIUM with `weak_cryptographic_key`.
    ///
    /// ```python
    /// from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
    /// from Crypto.PublicKey import RSA
    /// rsa.generate_private_key(65537, 1000)        # B505 HIGH
    /// dsa.generate_private_key(key_size=1024)      # B505 MEDIUM
    /// ec.generate_private_key(ec.SECP192R1)        # B505 MEDIUM
    /// RSA.generate(bits=512)                       # B505 HIGH
    /// RSA.generate(2048)
    /// rsa.generate_private_key(65537, size)
    /// ec.generate_private_key(curve=ec.SECP256R1)
    /// ```
    B505 weak_cryptographic_key: severity High, confidence High, cwe 326, origin Bandit, options OPTIONS;
    "Key sizes below the configured number of bits are considered breakable. ";
    on CallTo(&["generate_private_key", "generate"], weak_cryptographic_key);
    fix Unsafe Call(longer_key)
}

/// Functions that create keys: name, kind of key, and the position and keyword of the size argument.
const GENERATORS: &[(&str, &str, usize, &str)] = &[
    ("cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key", "DSA", 0, "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", "RSA", 1, "key_size"),
    ("cryptography.hazmat.primitives.asymmetric.ec.generate_private_key", "EC", 0, "curve"),
    ("Crypto.PublicKey.DSA.generate", "DSA", 0, "bits"),
    ("Crypto.PublicKey.RSA.generate", "RSA", 0, "bits"),
    ("Cryptodome.PublicKey.DSA.generate", "DSA", 0, "bits"),
    ("Cryptodome.PublicKey.RSA.generate", "RSA", 0, "bits"),
];

/// Sizes of elliptic curves: those below Bandit's default bounds, and those that other bounds may cover.
const CURVES: &[(&str, f64)] = &[
    ("SECT571K1", 571.0),
    ("SECT571R1", 570.0),
    ("SECP521R1", 521.0),
    ("BrainpoolP512R1", 512.0),
    ("SECT409K1", 409.0),
    ("SECT409R1", 409.0),
    ("BrainpoolP384R1", 384.0),
    ("SECP384R1", 384.0),
    ("SECT283K1", 283.0),
    ("SECT283R1", 283.0),
    ("BrainpoolP256R1", 256.0),
    ("SECP256K1", 256.0),
    ("SECP256R1", 256.0),
    ("SECT233K1", 233.0),
    ("SECT233R1", 233.0),
    ("SECP224R1", 224.0),
    ("SECP192R1", 192.0),
    ("SECT163K1", 163.0),
    ("SECT163R2", 163.0),
];

/// The size that Bandit assumes for an unknown curve.
const UNKNOWN_CURVE: f64 = 224.0;

fn weak_cryptographic_key(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let generator = GENERATORS.iter().find(|(name, ..)| call.qualified_name().is(name));
    let Some((_, kind, position, keyword)) = generator else { return Ok(None) };
    let bounds = Bounds::of(cx.options()).ok_or(Failure::Unset)?;
    let given = match call.keyword(keyword)? {
        given if given.is_truthy() => given,
        _ if *kind == "EC" => match call.literal_arguments()?.get(*position) {
            Some(argument) => Value::of_argument(argument)?,
            None => Value::None,
        },
        _ => call.argument(*position)?,
    };
    match *kind {
        "EC" => classify(kind, &bounds.ec, curve_size(&given)?),
        // The name of a variable is a string here.
        _ if given.is_truthy() && given.as_str().is_some() => Ok(None),
        "DSA" => classify(kind, &bounds.dsa, key_size(&given)?),
        _ => classify(kind, &bounds.rsa, key_size(&given)?),
    }
}

/// The bounds for each kind of key.
struct Bounds {
    dsa: KeySizes,
    rsa: KeySizes,
    ec: KeySizes,
}

/// Sizes in bits: a key below `high` has HIGH severity, otherwise one below `medium` has MEDIUM.
struct KeySizes {
    high: f64,
    medium: f64,
}

impl Bounds {
    /// Reads the bounds. Returns `None` if any is missing, even one that is not needed: Bandit raises then.
    fn of(options: &KeyOptions) -> Option<Self> {
        Some(Self {
            dsa: KeySizes { high: options.weak_key_size_dsa_high?, medium: options.weak_key_size_dsa_medium? },
            rsa: KeySizes { high: options.weak_key_size_rsa_high?, medium: options.weak_key_size_rsa_medium? },
            ec: KeySizes { high: options.weak_key_size_ec_high?, medium: options.weak_key_size_ec_medium? },
        })
    }
}

/// Returns the size in bits, or 2048 if none is given. Fails if it is not a number: Bandit raises then.
fn key_size(given: &Value) -> Result<f64, Failure> {
    if !given.is_truthy() {
        return Ok(2048.0);
    }
    given.as_number().ok_or_else(|| {
        let class = given.class();
        Failure::Raises(format!("'<' not supported between instances of '{class}' and 'int'").into())
    })
}

/// Returns the size of a curve in bits. Fails if it cannot be looked up: Bandit raises then.
fn curve_size(curve: &Value) -> Result<f64, Failure> {
    curve.hash()?;
    let known = CURVES.iter().find(|(name, _)| curve.is(name));
    Ok(known.map_or(UNKNOWN_CURVE, |(_, bits)| *bits))
}

fn classify(kind: &str, bounds: &KeySizes, bits: f64) -> Result<Option<Issue>, Failure> {
    let levels = [(bounds.high, Severity::High), (bounds.medium, Severity::Medium)];
    let Some((bound, severity)) = levels.into_iter().find(|(bound, _)| bits < *bound) else { return Ok(None) };
    // Python's `%d` truncates the fraction, and raises for infinity.
    if bound.is_infinite() {
        return Err(Failure::raises("cannot convert float infinity to integer"));
    }
    let shown = bound.trunc();
    Ok(Some(Issue::new().severity(severity).made_message(format!(
        "{kind} key sizes below {shown} bits are considered breakable. "
    ))))
}

/// Asks for 2048 bits, or another curve, where the size is written in the call.
fn longer_key<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let path = it.cx.path(&call.func)?;
    let (_, kind, position, name) = GENERATORS.iter().find(|(name, ..)| path.is(name))?;
    let size = it.written_argument(call, Some(*position), name)??;
    if *kind == "EC" {
        it.cx.path(size).filter(|path| path.is_in(EC) && !path.as_str().ends_with(')'))?;
        return it.name_instead("Use a curve of 256 bits", size, EC, "SECP256R1");
    }
    size.is_number_literal_expr().then_some(())?;
    Some(Fix::new("Make a key of 2048 bits", it.replace_value(size, "2048")?))
}

const EC: &str = "cryptography.hazmat.primitives.asymmetric.ec";

#[cfg(test)]
crate::edit::pairs::pairs! { B505:
    "from Crypto.PublicKey import RSA\nRSA.generate(1024)\n" => "from Crypto.PublicKey import RSA\nRSA.generate(2048)\n";
    "from Crypto.PublicKey import RSA as R\nf(R.generate(bits=512,))\n" => "from Crypto.PublicKey import RSA as R\nf(R.generate(bits=2048,))\n";
    "from cryptography.hazmat.primitives.asymmetric import rsa\nrsa.generate_private_key(65537, 1_000)\n" => "from cryptography.hazmat.primitives.asymmetric import rsa\nrsa.generate_private_key(65537, 2048)\n";
    "from cryptography.hazmat.primitives.asymmetric import rsa\nrsa.generate_private_key(\n    public_exponent=65537,\n    key_size=1024,  # short\n)\n" => "from cryptography.hazmat.primitives.asymmetric import rsa\nrsa.generate_private_key(\n    public_exponent=65537,\n    key_size=2048,  # short\n)\n";
    "from cryptography.hazmat.primitives.asymmetric import dsa\nif (k := dsa.generate_private_key((1024))): pass\n" => "from cryptography.hazmat.primitives.asymmetric import dsa\nif (k := dsa.generate_private_key((2048))): pass\n";
    "from cryptography.hazmat.primitives.asymmetric import ec\nec.generate_private_key(ec.SECP192R1)\n" => "from cryptography.hazmat.primitives.asymmetric import ec\nec.generate_private_key(ec.SECP256R1)\n";
    "from cryptography.hazmat.primitives.asymmetric import ec as e\ne.generate_private_key(curve=e  # small\n  .SECT163K1)" => "from cryptography.hazmat.primitives.asymmetric import ec as e\ne.generate_private_key(curve=e  # small\n  .SECP256R1)";
    "from Cryptodome.PublicKey import DSA\nx = [DSA.generate(1024, f) for f in fs]\n" => "from Cryptodome.PublicKey import DSA\nx = [DSA.generate(2048, f) for f in fs]\n";
    "from Crypto.PublicKey import RSA\nRSA.generate(0x200, # tests\n  **k)\n" => "from Crypto.PublicKey import RSA\nRSA.generate(2048, # tests\n  **k)\n";
    "from Crypto.PublicKey.RSA import generate\ngenerate(1024, *a)\n" => "from Crypto.PublicKey.RSA import generate\ngenerate(2048, *a)\n";
    "from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as g\nx = g(g(1, 512), 512)\n" => "from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as g\nx = g(g(1, 2048), 2048)\n";
    "from Crypto.PublicKey import RSA\nf'{RSA.generate(1024)}'\n" stays;
}
