use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Edit, Fix, Fixing};
use crate::report::{Confidence, Severity};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// An XML document can define entities that name files and addresses. With `resolve_entities=True`, lxml puts what
    /// is there into the document, so a crafted one reads files of the server. `load_dtd=True`, `dtd_validation=True`,
    /// `attribute_defaults=True` and `no_network=False` let a document decide what is loaded. `huge_tree=True` turns off
    /// the limits that stop documents which grow when they are read.
    /// Leave these arguments out, or set `resolve_entities=False` and `no_network=True`. Before version 5, lxml resolves
    /// entities by default: severity is LOW for a parser that does not say, and only `audit` reports it.
    ///
    /// ```python
    /// from lxml import etree, html
    /// etree.XMLParser(resolve_entities=True)                 # P204 HIGH
    /// etree.XMLParser(no_network=False)                      # P204 HIGH
    /// etree.iterparse(stream, load_dtd=True)                 # P204 HIGH
    /// etree.XMLParser(huge_tree=True)                        # P204 MEDIUM
    /// options = {"resolve_entities": True}
    /// etree.XMLParser(**options)                             # P204 HIGH
    /// etree.XMLParser(resolve_entities=False, no_network=True)
    /// etree.XMLParser(remove_blank_text=True)                # P204 LOW LOW
    /// etree.XMLParser(**given)
    /// html.HTMLParser(huge_tree=False)
    /// etree.XMLParser(resolve_entities=allow)
    /// ```
    P204 lxml_entities: severity High, confidence High, cwe 611, origin Posse;
    "This parser lets a document read files and addresses, or grow without bound.";
    on CallTo(&["XMLParser", "XMLPullParser", "ETCompatXMLParser", "iterparse", "XSLTAccessControl"], lxml_entities);
    fix Unsafe Call(mended)
}

const PARSERS: &[&str] = &[
    "lxml.etree.XMLParser",
    "lxml.etree.XMLPullParser",
    "lxml.etree.ETCompatXMLParser",
    "lxml.etree.iterparse",
    "lxml.objectify.makeparser",
];

/// What each dangerous argument must be.
const ON: &[&str] = &["resolve_entities", "load_dtd", "dtd_validation", "attribute_defaults"];

fn lxml_entities<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let is = |name: &str, on: bool| {
        let given = cx.given(call.node, None, name).value();
        given.is_some_and(|value| if on { cx.is_true(value) } else { cx.is_false(value) })
    };
    if path.is("lxml.etree.XSLTAccessControl") {
        return (is("read_network", true) || is("read_file", true)).then(Issue::new);
    }
    if !path.is_one_of(PARSERS) {
        return None;
    }
    if ON.iter().any(|name| is(name, true)) || is("no_network", false) {
        return Some(Issue::new());
    }
    if is("huge_tree", true) {
        return Some(Issue::new().severity(Severity::Medium));
    }
    says_nothing(cx, call.node).then(|| {
        let message = "Before version 5, lxml puts the files that entities name into the document: pass resolve_entities=False.";
        let issue = Issue::new().severity(Severity::Low).confidence(Confidence::Low).message(message);
        issue.hidden("lxml 5 resolves no entities that name files")
    })
}

/// Whether a parser has what the version of lxml does with entities.
fn says_nothing<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    last_name(&call.func) != Some("iterparse") && cx.given(call, None, "resolve_entities").is_absent()
}

/// Turns all dangerous arguments. Those that ask for what a DTD defines are needed for that.
fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const FLAGS: &[(&str, bool)] = &[
        ("resolve_entities", false),
        ("no_network", true),
        ("huge_tree", false),
        ("read_network", false),
        ("read_file", false),
    ];
    const OF_DTD: &[&str] = &["load_dtd", "dtd_validation", "attribute_defaults"];
    if OF_DTD.iter().any(|name| it.cx.given(call, None, name).value().is_some_and(|value| it.cx.is_true(value))) {
        return None;
    }
    let is_wrong = |value, on| if on { it.cx.is_false(value) } else { it.cx.is_true(value) };
    let wrong = FLAGS.iter().filter(|(name, on)| {
        it.cx.given(call, None, name).value().is_some_and(|value| is_wrong(value, *on))
    });
    let mut edits: Vec<Vec<Edit>> =
        wrong.map(|(name, on)| it.turn_flag(call, None, name, *on)).collect::<Option<_>>()?;
    let is_parser = it.cx.path(&call.func).is_some_and(|path| path.is_one_of(PARSERS));
    if is_parser && says_nothing(it.cx, call) {
        edits.push(it.add_argument(call, "resolve_entities=False")?);
    }
    (!edits.is_empty()).then(|| Fix::new("Read nothing but the document", edits.concat()))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P204:
    "from lxml import etree\netree.XMLParser(resolve_entities=True)\n" => "from lxml import etree\netree.XMLParser(resolve_entities=False)\n";
    "from lxml import etree\netree.XMLParser(no_network=False)\n" => "from lxml import etree\netree.XMLParser(no_network=True, resolve_entities=False)\n";
    "from lxml import etree\netree.XMLParser()\n" => "from lxml import etree\netree.XMLParser(resolve_entities=False)\n";
    "from lxml import etree as e\ne.parse(f, e.XMLParser(huge_tree=True,))\n" => "from lxml import etree as e\ne.parse(f, e.XMLParser(huge_tree=False, resolve_entities=False))\n";
    "from lxml.etree import XMLParser\nXMLParser(\n    no_network=False,  # DTDs\n    resolve_entities = True,\n    huge_tree=(True),\n)\n" => "from lxml.etree import XMLParser\nXMLParser(\n    no_network=True,  # DTDs\n    resolve_entities = False,\n    huge_tree=(False),\n)\n";
    "import lxml.etree\nif (p := lxml.etree.XMLParser(huge_tree=True)): pass\n" => "import lxml.etree\nif (p := lxml.etree.XMLParser(huge_tree=False, resolve_entities=False)): pass\n";
    "from lxml import etree\nfor _, e in etree.iterparse(f, huge_tree=True):\n    pass\n" => "from lxml import etree\nfor _, e in etree.iterparse(f, huge_tree=False):\n    pass\n";
    "from lxml import etree\netree.XMLParser(*a, resolve_entities=True, **{'encoding': e})\n" => "from lxml import etree\netree.XMLParser(*a, resolve_entities=False, **{'encoding': e})\n";
    "from lxml import etree\netree.XSLTAccessControl(read_network=True, read_file=True)\n" => "from lxml import etree\netree.XSLTAccessControl(read_network=False, read_file=False)\n";
    "from lxml import etree\nx = [etree.XMLParser(resolve_entities=True, recover=r) for r in rs]" => "from lxml import etree\nx = [etree.XMLParser(resolve_entities=False, recover=r) for r in rs]";
    "from lxml import etree\netree.XMLParser( # all\n  huge_tree= # large\n  True)\n" => "from lxml import etree\netree.XMLParser( # all\n  huge_tree= # large\n  False, resolve_entities=False)\n";
    "from lxml import etree\netree.XMLParser(huge_tree=True, **options)\n" => "from lxml import etree\netree.XMLParser(huge_tree=False, **options)\n";
    "from lxml import etree\netree.XMLParser(load_dtd=True, huge_tree=True)\n" stays;
    "from lxml import etree\noptions = {'resolve_entities': True}\netree.XMLParser(**options)\n" stays;
    "from lxml import etree\non = True\netree.XMLParser(huge_tree=on, no_network=False)\n" stays;
    "from lxml import etree\nf'{etree.XMLParser(huge_tree=True)}'\n" stays;
}
