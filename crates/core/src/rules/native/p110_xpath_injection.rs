use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A quote in the value changes what the expression selects. Use a variable of the expression
    /// (`tree.xpath("//u[@n=$n]", n=name)`).
    ///
    /// ```python
    /// from flask import request
    /// from lxml import etree
    /// from xml.sax.saxutils import escape, quoteattr
    /// def find(tree, root):
    ///     tree.xpath("//u[@n='" + request.args["n"] + "']")  # P110
    ///     etree.XPath(f"//u[@id={request.args['id']}]")  # P110
    ///     root.findall("./u[@n='%s']" % request.args["n"])  # P110
    ///     tree.xpath("//u[@n=$n]", n=request.args["n"])
    ///     root.find(request.args["tag"]) if request.args["tag"] in TAGS else None
    /// def quoted(tree):
    ///     name = request.args["n"]
    ///     if "'" in name:
    ///         return None
    ///     return tree.xpath("//u[@n='" + name + "']")
    /// def attribute(tree):
    ///     return tree.xpath(f"//u[@n={quoteattr(request.args['n'])}]")
    /// def escaped(tree):
    ///     return tree.xpath(f"//u[@n='{escape(request.args['n'])}']")  # P110
    /// ```
    P110 xpath_injection: severity High, confidence High, cwe 643, origin Posse;
    "A value from outside becomes part of an XPath expression.";
    on Flow(Kind::Xpath);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
