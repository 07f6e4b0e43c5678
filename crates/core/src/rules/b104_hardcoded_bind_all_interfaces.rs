use ruff_text_size::{TextRange, TextSize};

use crate::context::Context;
use crate::edit::{Fix, Fixing};
use crate::node::Text;
use crate::rule::{Issue, rule};

rule! {
    /// A socket bound to `0.0.0.0` accepts connections from every network the machine is on. That may include
    /// networks you did not think of. Bind to `127.0.0.1`, or to the one address that should answer.
    ///
    /// The rule reports any string equal to `0.0.0.0`, wherever it appears.
    ///
    /// ```python
    /// server.bind(("0.0.0.0", 8080))               # B104
    /// server.bind(("127.0.0.1", 8080))
    /// ```
    B104 hardcoded_bind_all_interfaces: severity Medium, confidence Medium, cwe 605, origin Bandit;
    "Possible binding to all interfaces.";
    on Str(hardcoded_bind_all_interfaces);
    fix Suggested Str(this_machine)
}

fn hardcoded_bind_all_interfaces(_: &Context, text: &Text) -> Option<Issue> {
    (text.value == "0.0.0.0").then(Issue::new)
}

/// Listens on this machine only. A service for others needs its own address.
fn this_machine(it: &Fixing, range: TextRange) -> Option<Fix> {
    const ALL: &str = "0.0.0.0";
    let text = it.text(range);
    let mut places = text.match_indices(ALL);
    let (Some((at, _)), None) = (places.next(), places.next()) else { return None };
    let start = range.start() + TextSize::try_from(at).ok()?;
    Some(Fix::replace("Listen on this machine only", TextRange::at(start, TextSize::of(ALL)), "127.0.0.1"))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B104:
    "s.bind(('0.0.0.0', 80))\n" => "s.bind(('127.0.0.1', 80))\n";
    "app.run(host=\"0.0.0.0\",)\n" => "app.run(host=\"127.0.0.1\",)\n";
    "HOST = '''0.0.0.0'''  # all\n" => "HOST = '''127.0.0.1'''  # all\n";
    "f(\n    g('0.0.0.0'),  # where\n    1,\n)\n" => "f(\n    g('127.0.0.1'),  # where\n    1,\n)\n";
    "if (host := '0.0.0.0'): pass\n" => "if (host := '127.0.0.1'): pass\n";
    "x = {'host': u'0.0.0.0'}\n" => "x = {'host': u'127.0.0.1'}\n";
    "def f(host=('0.0.0.0')): pass" => "def f(host=('127.0.0.1')): pass";
    "f(*a, host=r'0.0.0.0', **k)\n" => "f(*a, host=r'127.0.0.1', **k)\n";
    "x = ['0.0.0.0', '0.0.0.0']\n" => "x = ['127.0.0.1', '127.0.0.1']\n";
    "from flask import Flask as F\nF(n).run(\n\t# all\n\t'0.0.0.0')\n" => "from flask import Flask as F\nF(n).run(\n\t# all\n\t'127.0.0.1')\n";
    "x = '0.0' '.0.0'\n" stays;
    "x = '0.0.0\\x2e0'\n" stays;
    "f'{bind(\"0.0.0.0\")}'\n" stays;
}
