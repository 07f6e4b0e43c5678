use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// An XML document can define entities that name files and addresses, or that grow without bound. Use `defusedxml`,
    /// or give lxml a parser with `resolve_entities=False`. Severity is LOW for a parser that only expands entities.
    ///
    /// ```python
    /// import xml.etree.ElementTree as ET
    /// import defusedxml.ElementTree
    /// from flask import request
    /// from lxml import etree
    /// def read():
    ///     etree.fromstring(request.data, etree.XMLParser(resolve_entities=True))  # P117 HIGH HIGH
    ///     etree.fromstring(request.data)  # P117 LOW MEDIUM
    ///     ET.fromstring(request.data)  # P117 LOW MEDIUM
    ///     defusedxml.ElementTree.fromstring(request.data)
    ///     etree.fromstring(request.data, etree.XMLParser(resolve_entities=False))
    ///     ET.parse("menu.xml")
    /// ```
    ///
    /// ```python
    /// import xmltodict
    /// from flask import request
    /// from lxml import etree
    /// def read():
    ///     etree.XMLParser().feed(request.data)  # P117 LOW MEDIUM
    ///     safe = etree.XMLParser(resolve_entities=False)
    ///     safe.feed(request.data)
    ///     xmltodict.parse(request.data, disable_entities=False)  # P117 LOW MEDIUM
    ///     xmltodict.parse(request.data)
    ///     xmltodict.parse(request.data, disable_entities=True)
    ///     etree.HTMLParser().feed(request.data)
    /// ```
    P117 untrusted_xml: severity High, confidence High, cwe 611, origin Posse, replaces ["B313", "B314", "B315", "B316", "B317", "B318", "B319"];
    "A value from outside is parsed as XML.";
    on Flow(Kind::Xml)
}

#[cfg(test)]
crate::edit::pairs::pairs! { P117:
    "import xml.etree.ElementTree as ET\nfrom flask import request\ndef read():\n    ET.fromstring(request.data)\n" => "import defusedxml.ElementTree as ET\nfrom flask import request\ndef read():\n    ET.fromstring(request.data)\n";
    "from flask import request\nfrom lxml import etree\ndef read():\n    etree.fromstring(request.data)\n" stays;
}
