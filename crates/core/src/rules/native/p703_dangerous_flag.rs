use memchr::memmem::Finder;
use ruff_python_ast::ExprCall;

use super::strings::strings;
use crate::lazy::Lazy;
use crate::context::{Call, Context};
use crate::rule::{Issue, Place, StringTest, rule};

rule! {
    /// The library has a switch whose name says that it is dangerous, and the code turns it on: the library then loads
    /// files that can run code, runs code that a model writes, or sends requests that a model asks for. Leave it off.
    /// Where it cannot be off, make sure that nobody else can write the files, and run the code in a sandbox.
    ///
    /// ```python
    /// import keras
    /// FAISS.load_local(p, e, allow_dangerous_deserialization=True)             # P703
    /// create_csv_agent(llm, f, allow_dangerous_code=True)                      # P703
    /// keras.models.load_model(p, safe_mode=False)                              # P703
    /// RequestsGetTool(requests_wrapper=w, allow_dangerous_requests=True)       # P703
    /// run(dangerously_skip_permissions=True)                                   # P703
    /// command = ["claude", "--dangerously-skip-permissions", "-p", prompt]     # P703
    /// create_csv_agent(llm, f, allow_dangerous_code=False)
    /// create_csv_agent(llm, f, allow_dangerous_code=args.unsafe)
    /// FAISS.load_local(p, e)
    /// Markdown(safe_mode=False)
    /// ```
    P703 dangerous_flag: severity High, confidence High, cwe 502, origin Posse;
    "A switch that its library calls dangerous is on.";
    on CallWhere(may_be_dangerous, flag), FileWith(HAS_OPTION, command);
    no fix "whether the input is trusted is known only to you"
}

const FLAGS: &[&str] = &[
    "allow_dangerous_deserialization",
    "allow_dangerous_code",
    "allow_dangerous_requests",
    "allow_dangerous_tools",
    "allow_unsafe_code",
    "enable_unsafe_deserialization",
];

/// Options of commands that let a model do what it wants.
const OPTIONS: &[&str] = &["--dangerously-skip-permissions", "--dangerously-bypass-approvals-and-sandbox"];

static OPTION: Lazy<Finder> = Lazy::new(|| Finder::new("--dangerously-"));

/// The shortest option has 30 characters.
const HAS_OPTION: StringTest =
    StringTest { shortest: 30, passes: |string| OPTION.find(string).is_some() };

fn may_be_dangerous(call: &ExprCall) -> bool {
    call.arguments.keywords.iter().filter_map(|keyword| keyword.arg.as_deref()).any(is_flag)
}

fn is_flag(name: &str) -> bool {
    match name.as_bytes().first() {
        Some(b's') => name == "safe_mode",
        Some(b'd') => name.starts_with("dangerously_"),
        Some(b'a' | b'e') => FLAGS.contains(&name),
        _ => false,
    }
}

fn flag<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let on = call.keywords().iter().any(|keyword| match keyword.arg.as_deref() {
        // A model of Keras may have Python functions in it.
        Some("safe_mode") => {
            let path = cx.path(&call.node.func);
            let is_keras = path.is_some_and(|path| {
                ["keras", "tensorflow", "tf_keras"].iter().any(|package| path.is_in(package)) || path.is_unbound() && path.last() == "load_model"
            });
            is_keras && cx.is_false(&keyword.value)
        }
        Some(name) => is_flag(name) && cx.is_true(&keyword.value),
        None => false,
    });
    on.then(Issue::new)
}

fn command(cx: &Context) -> Vec<Issue> {
    if OPTION.find(cx.document.text().as_bytes()).is_none() {
        return Vec::new();
    }
    let has_option = |text: &str| text.split_whitespace().any(|word| OPTIONS.contains(&word));
    strings(cx)
        .into_iter()
        .filter(|string| has_option(&string.value))
        .map(|string| Issue::new().at(Place::Range(string.range)))
        .collect()
}
