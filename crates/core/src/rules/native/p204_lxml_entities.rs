use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Issue, rule};

rule! {
    /// An XML document can define entities that name files and addresses. With `resolve_entities=True`, lxml puts what
    /// is there into the document, so a crafted one reads files of the server. `load_dtd=True`, `dtd_validation=True`,
    /// `attribute_defaults=True` and `no_network=False` let a document decide what is loaded. `huge_tree=True` turns off
    /// the limits that stop documents which grow when they are read.
    /// Leave these arguments out, or set `resolve_entities=False` and `no_network=True`.
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
    /// etree.XMLParser(remove_blank_text=True)
    /// html.HTMLParser(huge_tree=False)
    /// etree.XMLParser(resolve_entities=allow)
    /// ```
    P204 lxml_entities: severity High, confidence High, cwe 611, origin Posse;
    "This parser lets a document read files and addresses, or grow without bound.";
    on CallTo(&["XMLParser", "XMLPullParser", "ETCompatXMLParser", "iterparse", "XSLTAccessControl"], lxml_entities)
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
    is("huge_tree", true).then(|| Issue::new().severity(Severity::Medium))
}
