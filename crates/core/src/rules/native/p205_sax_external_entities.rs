use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// An XML document can define entities that name files and addresses. A SAX parser ignores them unless this feature
    /// is turned on: then a crafted document reads files of the server or calls other hosts. Leave the feature off.
    ///
    /// A parser that only reads texts of the code is not reported.
    ///
    /// ```python
    /// import xml.sax
    /// from xml.sax import make_parser, parseString
    /// from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
    /// def read(path):
    ///     p = make_parser()
    ///     p.setFeature(xml.sax.handler.feature_external_ges, True)    # P205
    ///     p.parse(path)
    /// def make():
    ///     p = make_parser()
    ///     p.setFeature(feature_external_pes, 1)              # P205
    ///     return p
    /// parser.setFeature("http://xml.org/sax/features/external-general-entities", True)    # P205
    /// def none():
    ///     p = make_parser()
    ///     p.setFeature(feature_external_ges, False)
    ///     p.setFeature(feature_namespaces, True)
    ///     p.parse(path)
    /// def constant():
    ///     p = make_parser()
    ///     p.setFeature(feature_external_ges, True)
    ///     parseString("<a/>", p)
    /// ```
    P205 sax_external_entities: severity High, confidence Medium, cwe 611, origin Posse;
    "This parser lets a document read files and addresses.";
    on CallTo(&["setFeature"], sax_external_entities);
    fix Unsafe Call(ignore_entities)
}

fn sax_external_entities<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [feature, state] = call.arguments() else { return None };
    let is_external = match last_name(feature) {
        Some("feature_external_ges" | "feature_external_pes") => true,
        _ => cx.string(feature).is_some_and(|name| {
            name.starts_with("http://xml.org/sax/features/external-") && name.ends_with("-entities")
        }),
    };
    (is_external && cx.is_true(state) && !reads_only_constants(cx, call)).then(Issue::new)
}

/// Whether all that the parser reads in this function are constants.
fn reads_only_constants<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let Expr::Attribute(attribute) = &*call.node.func else { return false };
    let Expr::Name(parser) = &*attribute.value else { return false };
    let (mut some, mut all) = (false, true);
    cx.search(|ancestors, expr| {
        let Expr::Name(name) = expr else { return true };
        if name.id != parser.id || !name.ctx.is_load() {
            return true;
        }
        match ancestors {
            [.., Node::Expr(Expr::Call(user)), Node::Expr(Expr::Attribute(method))] if user.func.range() == method.range => {
                if method.attr.as_str() == "parse" {
                    some = true;
                    all &= user.arguments.args.first().is_some_and(|read| cx.is_constant(read));
                }
            }
            [.., Node::Expr(Expr::Call(user))] => {
                some = true;
                all &= user.arguments.args.first().is_some_and(|read| cx.is_constant(read));
            }
            _ => all = false,
        }
        all
    });
    some && all
}

fn ignore_entities<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let [_, state] = &*call.arguments.args else { return None };
    let edits = match state {
        Expr::NumberLiteral(_) => it.replace_value(state, "0")?,
        _ => it.turn(state, false)?,
    };
    Some(Fix::new("Ignore external entities", edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P205:
    "from xml.sax.handler import feature_external_ges\np.setFeature(feature_external_ges, True)\n" => "from xml.sax.handler import feature_external_ges\np.setFeature(feature_external_ges, False)\n";
    "from xml.sax import handler as h\np.setFeature(h.feature_external_pes, 1)\n" => "from xml.sax import handler as h\np.setFeature(h.feature_external_pes, 0)\n";
    "p.setFeature('http://xml.org/sax/features/external-general-entities', True,)\n" => "p.setFeature('http://xml.org/sax/features/external-general-entities', False,)\n";
    "import xml.sax.handler\np.setFeature(\n    xml.sax.handler.feature_external_ges,  # all\n    True,  # DTDs\n)\n" => "import xml.sax.handler\np.setFeature(\n    xml.sax.handler.feature_external_ges,  # all\n    False,  # DTDs\n)\n";
    "from xml.sax.handler import feature_external_ges as g\nfrom xml.sax.handler import feature_external_ges\np.setFeature(feature_external_ges, (True))\n" => "from xml.sax.handler import feature_external_ges as g\nfrom xml.sax.handler import feature_external_ges\np.setFeature(feature_external_ges, (False))\n";
    "from xml.sax import handler, make_parser\nmake_parser().setFeature(handler.feature_external_ges, True)" => "from xml.sax import handler, make_parser\nmake_parser().setFeature(handler.feature_external_ges, False)";
    "from xml.sax import handler\nif (x := p.setFeature(handler.feature_external_ges, True)): pass\n" => "from xml.sax import handler\nif (x := p.setFeature(handler.feature_external_ges, False)): pass\n";
    "from xml.sax import handler\nf(p.setFeature(handler.feature_external_ges, True), 1)\n" => "from xml.sax import handler\nf(p.setFeature(handler.feature_external_ges, False), 1)\n";
    "from xml.sax import handler\nx = [p.setFeature(handler.feature_external_ges, True) for p in ps]\n" => "from xml.sax import handler\nx = [p.setFeature(handler.feature_external_ges, False) for p in ps]\n";
    "from xml.sax import handler\np.setFeature(handler.feature_external_ges, # why\n\tTrue, **k)\n" => "from xml.sax import handler\np.setFeature(handler.feature_external_ges, # why\n\tFalse, **k)\n";
    "from xml.sax import handler\non = True\np.setFeature(handler.feature_external_ges, on)\n" stays;
    "from xml.sax import handler\nf'{p.setFeature(handler.feature_external_ges, True)}'\n" stays;
}
