use ruff_python_ast::Expr;

use super::commands::{RUNNERS, text};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};
use crate::scopes::Path;
use crate::value::last_name;

rule! {
    /// This runs whatever the server sends at that moment, unseen: whoever controls the server, its name or the network
    /// path runs code here. Download a pinned version, compare its checksum with one that is in your code, then run it.
    /// Install packages over `https://`.
    ///
    /// ```python
    /// import os, subprocess, requests
    /// from urllib.request import urlopen
    /// subprocess.run("curl https://x.example.org/i.sh | sh", shell=True)           # P805
    /// os.system(f"wget -qO- {url} | sudo bash -s -- --yes")                        # P805
    /// subprocess.run(["bash", "-c", "curl -s https://x.example.org/i | python3"])  # P805
    /// os.system("sh -c \"$(curl -fsSL https://x.example.org/i.sh)\"")              # P805
    /// subprocess.run(["powershell", "iex (iwr https://x.example.org/i.ps1)"])      # P805
    /// subprocess.run("pip install http://x.example.org/p.tgz", shell=True)         # P805
    /// exec(requests.get(url, timeout=3).text)                                      # P805
    /// code = urlopen(url).read().decode()
    /// exec(code)                                                                   # P805
    /// os.system("curl -o f https://x.example.org/f")
    /// os.system("curl -s https://x.example.org/f | jq .")
    /// subprocess.run(["pip", "install", "requests"])
    /// json.loads(requests.get(url, timeout=3).text)
    /// eval(expression)
    ///
    /// def install():
    ///     """curl https://x.example.org/i.sh | sh"""
    /// ```
    P805 download_and_run: severity High, confidence High, cwe 494, origin Posse;
    "This runs what a server sends, unseen: pin a version and compare its checksum first.";
    on CallTo(RUNNERS, command), CallTo(&["exec", "eval", "compile"], code);
    no fix "the digest of the file that was reviewed is known only to you"
}

fn command<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let first = call.arguments().first()?;
    let is_of_module = || match &*call.node.func {
        Expr::Attribute(method) => matches!(last_name(&method.value), Some("os" | "subprocess" | "asyncio" | "sp")),
        _ => true,
    };
    // Most calls with such a name give no text at all.
    let may_be_text = match first {
        Expr::StringLiteral(_) | Expr::FString(_) | Expr::List(_) | Expr::BinOp(_) => true,
        Expr::Name(_) | Expr::Call(_) => is_of_module(),
        _ => false,
    };
    if !may_be_text {
        return None;
    }
    let text = text(cx, first);
    (runs_download(&text) || installs_over_http(&text)).then(Issue::new)
}

const DOWNLOADERS: &[&str] = &["curl", "wget", "iwr", "invoke-webrequest", "fetch"];
const INTERPRETERS: &[&str] = &["sh", "bash", "zsh", "dash", "ksh", "python", "python3", "perl", "ruby", "node", "iex"];

/// Returns the last part of a path, without quotes and brackets: the program that a word names.
fn program(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit('/').next().unwrap_or(word).to_ascii_lowercase()
}

/// Whether a line of a shell hands what it downloads to an interpreter.
fn runs_download(text: &str) -> bool {
    let downloads = |part: &str| part.split_whitespace().any(|word| DOWNLOADERS.contains(&program(word).as_str()));
    let runs = |part: &str| {
        let mut words = part.split_whitespace().map(program);
        let first = words.find(|word| !matches!(word.as_str(), "sudo" | "env" | "exec" | "e"));
        first.is_some_and(|word| INTERPRETERS.contains(&word.as_str()))
    };
    let piped = text.split(['\n', ';', '&']).any(|line| {
        let mut parts = line.split('|');
        parts.any(downloads) && parts.any(runs)
    });
    let substituted = ["$(", "`", "<("].iter().any(|opening| {
        text.split(opening).skip(1).any(|inside| downloads(inside.split_whitespace().next().unwrap_or_default()))
            && INTERPRETERS.iter().any(|name| {
                text.split(opening).next().unwrap_or_default().split_whitespace().any(|word| program(word) == **name)
            })
    });
    let lower = text.to_ascii_lowercase();
    piped || substituted || lower.contains("iex") && lower.contains("iex (") && downloads(&lower)
}

/// Whether a command installs a package from an address without encryption.
fn installs_over_http(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| !matches!(program(word).as_str(), "pip" | "pip3"));
    words.next().is_some()
        && words.next() == Some("install")
        && words.any(|word| {
            let address = word.strip_prefix("git+").unwrap_or(word);
            super::urls::is_clear_text(address) || address.contains("=http://")
        })
}

/// Functions whose answers come from the network.
const READS: &[&str] = &[
    "requests.get()",
    "requests.post()",
    "requests.request()",
    "requests.Session().get()",
    "httpx.get()",
    "httpx.Client().get()",
    "urllib.request.urlopen()",
    "urllib3.PoolManager().request()",
];

fn code<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !matches!(&*call.node.func, Expr::Name(_)) {
        return None;
    }
    let from_network = |path: Path| READS.iter().any(|read| path.is_in(read) || path.as_str().starts_with(read));
    cx.path(call.arguments().first()?).is_some_and(from_network).then(Issue::new)
}
