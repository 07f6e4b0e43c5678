use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::secret_destination::becomes_secret;
use crate::context::{Call, Context, is_hash};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::value::{as_str, last_name, words};

rule! {
    /// The numbers of `random` and `numpy.random` can be predicted: who has seen some of them knows all others.
    /// `uuid.uuid1` and the clock are no secret either. A password, a token, a session id or a reset code that is made
    /// of them can be guessed. Use `secrets.token_urlsafe()`, `secrets.choice()`, or `uuid.uuid4()`.
    ///
    /// Reported is a value that goes to a name, an argument, a cookie or a function that says that it must not be
    /// guessed. For a function that makes an id, a code or a text of random characters, the confidence is LOW, and for one
    /// that makes a key it is MEDIUM.
    ///
    /// ```python
    /// import hashlib, random, secrets, string, time, uuid
    /// import numpy as np
    /// token = "".join(random.choice(LETTERS) for _ in range(20))    # P311
    /// resp.set_cookie("sid", str(random.getrandbits(64)))    # P311
    /// def reset_code():
    ///     return random.randint(100000, 999999)              # P311
    /// self.otp = f"{random.randrange(10 ** 6):06d}"          # P311
    /// user.send(verification_code=random.randint(1000, 9999))    # P311
    /// session["csrf_token"] = hashlib.md5(str(time.time()).encode()).hexdigest()    # P311
    /// api_key = uuid.uuid1().hex                             # P311
    /// salt = np.random.bytes(16)                             # P311
    /// def generate_password(length):
    ///     chars = []
    ///     for _ in range(length):
    ///         chars.append(random.choice(string.ascii_letters))    # P311
    ///     return "".join(chars)
    /// def make():
    ///     digits = [str(random.SystemRandom().randint(0, 9)), str(random.random())]    # P311
    ///     text = "".join(digits)
    ///     return {"access_token": text}
    /// def random_password_generator(size):
    ///     return "".join(random.choices(string.printable, k=size))    # P311
    /// def create_key(size):
    ///     return "".join(random.choices(string.digits, k=size))    # P311 MEDIUM MEDIUM
    /// def generate_id():
    ///     return "".join(random.sample("0123456789abcdef", 8))    # P311 MEDIUM LOW
    /// def get_key(row):
    ///     return random.choice(row)
    /// token = secrets.token_urlsafe(20)
    /// token = random.SystemRandom().choice(LETTERS)
    /// delay = random.uniform(0, 1)
    /// server = random.choice(servers)
    /// num_tokens = random.randint(1, 5)
    /// token_at = time.time()
    /// resp.set_cookie("bucket", random.choice("ab"))
    /// def get_token():
    ///     time.sleep(random.uniform(0, 1))
    ///     proxy = random.choice(PROXIES)
    ///     return fetch(proxies=proxy)
    /// session_state = {"session_hash": str(random.randint(0, 4))}
    /// csrf_kind = np.random.choice([0, 1])
    /// api_key = random.choice(self.api_keys)
    /// choose(credential_id=random.choice(credential_ids))
    /// for credential in random.sample(eligible_candidates, 3):
    ///     refresh(credential)
    /// token = random.choice(alphabet)                        # P311
    /// secret = "".join(random.choice(ids) for _ in range(20))    # P311
    /// challenge_id = random.randint(1, 20)
    /// pin = "".join(random.choice(keys) for _ in range(6))   # P311
    /// start = random.randint(0, 1000)
    /// secret = text[start:]
    /// timestamp = str(time.time())
    /// auth_token = hashlib.md5(timestamp.encode()).hexdigest()
    /// signature = hashlib.md5((secret + timestamp).encode()).hexdigest()
    /// def reset(self):
    ///     return random.random()
    /// if random.random() < 0.5:
    ///     token = other
    /// ```
    P311 weak_random_secret: severity Medium, confidence High, cwe 338, origin Posse, replaces ["B311"];
    "This random value can be predicted, and must not be guessed. Use the module secrets.";
    on CallTo(RANDOM, weak_random), CallTo(&["uuid1"], time_based_id), CallTo(&["time", "time_ns", "now", "utcnow"], hashed_time)
}

const RANDOM: &[&str] = &[
    "choice", "choices", "randint", "randrange", "random", "uniform", "sample", "shuffle", "getrandbits", "randbytes",
    "triangular", "betavariate", "binomialvariate", "expovariate", "gammavariate", "gauss", "lognormvariate",
    "normalvariate", "paretovariate", "vonmisesvariate", "weibullvariate", "rand", "randn", "random_sample",
    "random_integers", "integers", "permutation", "bytes",
];

/// Functions of `numpy.random` whose results are whole numbers, bytes or elements. Nobody makes secrets of fractions.
const NUMPY: &[&str] = &["bytes", "choice", "randint", "integers", "random_integers", "permutation", "shuffle"];

fn weak_random<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    (is_weak_random(cx, call.node) && !has_few_results(cx, call.node)).then(|| found(cx, call, false))?
}

fn is_weak_random<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Some(name) = last_name(&call.func) else { return false };
    // `bytes(...)` is a builtin.
    if name == "bytes" && call.func.is_name_expr() {
        return false;
    }
    cx.mentions_word("random") && cx.path(&call.func).is_some_and(|path| {
        let text = path.as_str();
        (text.starts_with("random.") && !text.starts_with("random.SystemRandom"))
            || (text.starts_with("numpy.random.") && NUMPY.contains(&name))
    })
}

/// Whether a call has fewer than a hundred results, or chooses between some literals: then it is no secret on its own.
fn has_few_results<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let number = |position: usize| cx.constant(call.arguments.args.get(position)?)?.as_int();
    match last_name(&call.func) {
        Some("randint") if !is_in_loop(cx) => {
            number(0).zip(number(1)).is_some_and(|(from, to)| to.checked_sub(from).is_some_and(|count| count < 99))
        }
        Some("choice" | "sample") => match call.arguments.args.first() {
            Some(Expr::List(list)) => list.elts.len() < 10,
            Some(Expr::Tuple(tuple)) => tuple.elts.len() < 10,
            Some(all) => !is_in_comprehension(cx) && holds_secrets(all),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a name says that it holds secrets, or things that are there already: one of `api_keys` is as secret as it was
/// before, whoever guesses its number, and so is one of `credential_ids`.
fn holds_secrets(expr: &Expr) -> bool {
    let name = match expr {
        Expr::Subscript(item) => as_str(&item.slice),
        Expr::Call(call) => last_name(&call.func),
        other => last_name(other),
    };
    let last = name.and_then(|name| words(name).pop());
    last.is_some_and(|last| HELD.contains(&last.as_str()))
}

/// Last words of the names of such collections.
const HELD: &[&str] = &[
    "keys", "tokens", "passwords", "secrets", "credentials", "ids", "accounts", "users", "candidates", "identities",
    "records", "rows", "sessions", "certificates",
];

fn is_in_comprehension(cx: &Context) -> bool {
    let around = cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(_)));
    around.into_iter().any(|node| {
        matches!(
            node,
            Node::BareGenerator(_) | Node::Expr(Expr::ListComp(_) | Expr::Generator(_) | Expr::SetComp(_))
        )
    })
}

/// Whether the current call runs several times: in a loop or a comprehension.
fn is_in_loop(cx: &Context) -> bool {
    let around = cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(Stmt::FunctionDef(_))));
    around.into_iter().any(|node| {
        matches!(
            node,
            Node::BareGenerator(_)
                | Node::Stmt(Stmt::For(_) | Stmt::While(_))
                | Node::Expr(Expr::ListComp(_) | Expr::Generator(_) | Expr::SetComp(_))
        )
    })
}

/// Whether the same statement has a weak random number before this one. One finding says it for all.
fn is_told_before<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let around = cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(_)));
    let expressions = around.filter_map(|node| match node {
        Node::Expr(expr) => Some(*expr),
        _ => None,
    });
    let Some(whole) = expressions.last() else { return false };
    let mut told = false;
    cx.each_in(whole, |part| {
        if let Expr::Call(other) = part {
            told |= other.range().start() < call.node.range().start()
                && is_weak_random(cx, other)
                && !has_few_results(cx, other);
        }
    });
    told
}

fn time_based_id<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    cx.names(&call.node.func, &["uuid.uuid1"]).then(|| found(cx, call, false))?
}

fn hashed_time<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !is_hashed(cx) {
        return None;
    }
    let is_clock = cx.names(
        &call.node.func,
        &["time.time", "time.time_ns", "datetime.datetime.now", "datetime.datetime.utcnow"],
    );
    is_clock.then(|| found(cx, call, true))?
}

fn found<'a>(cx: &Context<'a>, call: &Call<'a, '_>, hashed: bool) -> Option<Issue> {
    let confidence = becomes_secret(cx, call.node, hashed)?;
    (!is_told_before(cx, call)).then(|| Issue::new().confidence(confidence))
}

/// Whether what the current call returns is hashed in the same expression. A time that was given to a variable is mostly a
/// part of a signature.
fn is_hashed(cx: &Context) -> bool {
    cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(_))).any(|node| match node {
        Node::Expr(Expr::Call(call)) => last_name(&call.func).is_some_and(is_hash),
        _ => false,
    })
}
