//! Fixes that let `defusedxml` read XML. Whether a project depends on it is known to whoever offers them.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Alias, Expr, ExprCall, Stmt, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange};

use crate::edit::{Edit, Fix, Fixing, is_plain};
use crate::node::Node;

const TITLE: &str = "Read XML with defusedxml";

/// A module that `defusedxml` has another of.
struct Module {
    name: &'static str,
    defused: &'static str,
    /// What both have.
    names: &'static [&'static str],
}

const TREE: &[&str] = &["ParseError", "XML", "XMLParser", "fromstring", "iterparse", "parse", "tostring"];
const BOTH: &[&str] = &["parse", "parseString"];

const MODULES: &[Module] = &[
    Module { name: "xml.etree.ElementTree", defused: "defusedxml.ElementTree", names: TREE },
    Module { name: "xml.etree.cElementTree", defused: "defusedxml.ElementTree", names: TREE },
    Module { name: "xml.sax.expatreader", defused: "defusedxml.expatreader", names: &["create_parser"] },
    Module { name: "xml.sax", defused: "defusedxml.sax", names: &["make_parser", "parse", "parseString"] },
    Module { name: "xml.dom.expatbuilder", defused: "defusedxml.expatbuilder", names: BOTH },
    Module { name: "xml.dom.minidom", defused: "defusedxml.minidom", names: BOTH },
    Module { name: "xml.dom.pulldom", defused: "defusedxml.pulldom", names: BOTH },
];

/// Functions whose second parameter is another one in `defusedxml`.
const OF_ONE_ARGUMENT: &[&str] = &["fromstring", "XML"];

/// Lets an import be from `defusedxml`, if that has all that the file uses of it.
pub(super) fn import(it: &Fixing, stmt: &Stmt) -> Option<Fix> {
    let edits = change_import(it, stmt)?;
    Some(Fix::new(TITLE, edits))
}

/// Lets a call be one of `defusedxml`: by its import, if that can be changed as a whole, or else by its own name.
pub(super) fn call<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let path = it.cx.path(&call.func)?;
    let (module, name) = path.as_str().rsplit_once('.')?;
    let module = module_named(module).filter(|module| module.names.contains(&name))?;
    let arguments = &call.arguments;
    let is_single = arguments.len() == 1 && !arguments.args.iter().any(Expr::is_starred_expr);
    if OF_ONE_ARGUMENT.contains(&name) && !is_single {
        return None;
    }
    if let Some(stmt) = import_of(it, &call.func)
        && let Some(edits) = change_import(it, stmt)
    {
        return Some(Fix::new(TITLE, edits).changing(stmt.range()));
    }
    let func = &call.func;
    if !is_plain(func) || it.has_comment(func.range()) {
        return None;
    }
    let reference = it.reference(func.start(), module.defused, name)?;
    Some(Fix::replace(TITLE, func.range(), reference.text).import(reference.import))
}

fn module_named(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}

/// The import at the top of the file, or of a function around, that alone binds the name that an expression begins with.
fn import_of<'a>(it: &Fixing<'a, '_>, func: &'a Expr) -> Option<&'a Stmt> {
    let mut root = func;
    while let Expr::Attribute(attribute) = root {
        root = &attribute.value;
    }
    let Expr::Name(name) = root else { return None };
    let (_, mut bindings) = it.cx.scopes().find(&name.id, func.start())?;
    let (binding, None) = (bindings.next()?, bindings.next()) else { return None };
    let functions = it.cx.ancestors.iter().filter_map(|node| match node {
        Node::Stmt(Stmt::FunctionDef(def)) => Some(&*def.body),
        _ => None,
    });
    let found = std::iter::once(it.cx.module)
        .chain(functions)
        .find_map(|body: &[Stmt]| body.binary_search_by_key(&binding.at, Ranged::start).ok().map(|at| &body[at]));
    found.filter(|stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_)))
}

fn change_import(it: &Fixing, stmt: &Stmt) -> Option<Vec<Edit>> {
    match stmt {
        Stmt::Import(import) => change_plain(it, import),
        Stmt::ImportFrom(import) if import.level == 0 => change_from(it, import),
        _ => None,
    }
}

/// `import xml.etree.ElementTree as ET`. Without a name of its own, each use names the module as a whole.
fn change_plain(it: &Fixing, import: &StmtImport) -> Option<Vec<Edit>> {
    let [alias] = &*import.names else { return None };
    let module = module_named(&alias.name)?;
    let bound = alias.asname.as_ref()?;
    let edit = Edit { range: alias.name.range, text: module.defused.to_owned() };
    is_changeable(it, import.range, &[(bound, None)], module).then(|| vec![edit])
}

fn change_from(it: &Fixing, import: &StmtImportFrom) -> Option<Vec<Edit>> {
    let from = import.module.as_ref()?;
    let replace = |range: TextRange, text: &str| Edit { range, text: text.to_owned() };
    // `from xml.etree import ElementTree as ET`
    if let [alias] = &*import.names
        && let Some(module) = module_named(&format!("{}.{}", from.as_str(), alias.name.as_str()))
    {
        let (package, last) = module.defused.rsplit_once('.')?;
        let mut edits = vec![replace(from.range, package)];
        let own = alias.name.as_str();
        if own != last {
            let text = if alias.asname.is_some() { last.to_owned() } else { format!("{last} as {own}") };
            edits.push(replace(alias.name.range, &text));
        }
        return is_changeable(it, import.range, &[(bound_by(alias), None)], module).then_some(edits);
    }
    // `from xml.etree.ElementTree import parse`
    let module = module_named(from)?;
    let names = import.names.iter().map(|alias| {
        let name = alias.name.as_str();
        module.names.contains(&name).then(|| (bound_by(alias), Some(name)))
    });
    let names: Option<Vec<(&str, Option<&str>)>> = names.collect();
    is_changeable(it, import.range, &names?, module).then(|| vec![replace(from.range, module.defused)])
}

fn bound_by(alias: &Alias) -> &str {
    alias.asname.as_ref().unwrap_or(&alias.name)
}

/// Whether `defusedxml` has all that the file uses of an import. Each name that it binds is that of the module, or of what
/// is in it. Answers are kept: all calls of a file ask about the same import.
fn is_changeable(it: &Fixing, import: TextRange, bound: &[(&str, Option<&str>)], module: &Module) -> bool {
    if let Some(known) = it.changeable.borrow().get(&import.start()) {
        return *known;
    }
    let is_bound_once = |name: &str| it.cx.scopes().find(name, import.start()).is_some_and(|(_, all)| all.count() == 1);
    let found = bound.iter().all(|(name, own)| is_bound_once(name) && uses_fit(it, import, name, *own, module));
    it.changeable.borrow_mut().insert(import.start(), found);
    found
}

/// Whether `defusedxml` has what the file uses by a name. It is looked for everywhere: the same name of something else in
/// another scope is no reason to be less careful.
fn uses_fit(it: &Fixing, import: TextRange, bound: &str, own: Option<&str>, module: &Module) -> bool {
    let tokens = it.cx.tokens;
    let text = |token: &Token| it.text(token.range());
    let is_kind = |at: usize, kind| tokens.get(at).is_some_and(|token: &Token| token.kind() == kind);
    (0..tokens.len()).all(|at| {
        let token = &tokens[at];
        if import.contains_range(token.range()) {
            return true;
        }
        // It may be exported, or looked up.
        if token.kind() == TokenKind::String && text(token).trim_matches(['"', '\'']) == bound {
            return false;
        }
        if token.kind() != TokenKind::Name || text(token) != bound {
            return true;
        }
        if at > 0 && is_kind(at - 1, TokenKind::Dot) {
            return true;
        }
        let (name, end) = match own {
            Some(own) => (own, at),
            None if is_kind(at + 1, TokenKind::Dot) && is_kind(at + 2, TokenKind::Name) => {
                (text(&tokens[at + 2]), at + 2)
            }
            None => return false,
        };
        module.names.contains(&name) && (!OF_ONE_ARGUMENT.contains(&name) || has_one_argument(&tokens[end + 1..]))
    })
}

/// Whether tokens are those of a call with one argument. A function that is not called where it is named could be called with
/// any.
fn has_one_argument(tokens: &[Token]) -> bool {
    let mut depth = 0u32;
    let mut is_empty = true;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return !is_empty;
                }
            }
            TokenKind::Star | TokenKind::DoubleStar if depth == 1 && is_empty => return false,
            TokenKind::Comma if depth == 1 => {
                let mut rest = tokens[at + 1..].iter();
                let next =
                    rest.find(|token| !matches!(token.kind(), TokenKind::NonLogicalNewline | TokenKind::Comment));
                return next.is_some_and(|token| token.kind() == TokenKind::Rpar);
            }
            TokenKind::NonLogicalNewline | TokenKind::Comment => continue,
            _ if depth == 0 => return false,
            _ => {}
        }
        is_empty &= at == 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::edit::pairs::pairs;

    mod imports {
        use super::pairs;

        pairs! { B405:
            "import xml.etree.ElementTree as ET\nET.parse(f)\nET.fromstring(t)\n"
            => "import defusedxml.ElementTree as ET\nET.parse(f)\nET.fromstring(t)\n";
            "from xml.etree import ElementTree\ntry:\n    ElementTree.XML(t,)\nexcept ElementTree.ParseError: pass"
            => "from defusedxml import ElementTree\ntry:\n    ElementTree.XML(t,)\nexcept ElementTree.ParseError: pass";
            "from xml.etree import ElementTree as ET  # why\nx = [ET.iterparse(a, events=b), ET.tostring(c)]\n"
            => "from defusedxml import ElementTree as ET  # why\nx = [ET.iterparse(a, events=b), ET.tostring(c)]\n";
            "from xml.etree import cElementTree\ncElementTree.parse(f)\n"
            => "from defusedxml import ElementTree as cElementTree\ncElementTree.parse(f)\n";
            "import xml.etree.cElementTree as ET\nET.XMLParser(target=t)\n"
            => "import defusedxml.ElementTree as ET\nET.XMLParser(target=t)\n";
            "from xml.etree.ElementTree import (\n    fromstring,  # why\n    parse as p,\n)\np(f)\nfromstring(\n    t\n)\n"
            => "from defusedxml.ElementTree import (\n    fromstring,  # why\n    parse as p,\n)\np(f)\nfromstring(\n    t\n)\n";
            "def f(x):\n    import xml.etree.ElementTree as ET\n    return ET.parse(x)\n"
            => "def f(x):\n    import defusedxml.ElementTree as ET\n    return ET.parse(x)\n";
            "import xml.etree.ElementTree as ET\nself.ET.Element(a)\n"
            => "import defusedxml.ElementTree as ET\nself.ET.Element(a)\n";
            "import xml.etree.ElementTree as ET\nET.parse(f)\nET.Element(a)\n" stays;
            "import xml.etree.ElementTree as ET\nuse(ET)\n" stays;
            "import xml.etree.ElementTree as ET\nET.fromstring(t, parser)\n" stays;
            "import xml.etree.ElementTree as ET\nET.fromstring(*t)\n" stays;
            "import xml.etree.ElementTree as ET\nparse = ET.fromstring\n" stays;
            "import xml.etree.ElementTree\nxml.etree.ElementTree.parse(f)\n" stays;
            "import xml.etree.ElementTree as ET, os\nET.parse(f)\n" stays;
            "from xml.etree.ElementTree import parse, Element\n" stays;
            "from xml.etree.ElementTree import *\n" stays;
            "from xml.etree.ElementTree import parse\n__all__ = ['parse']\n" stays;
            "try:\n    import xml.etree.cElementTree as ET\nexcept ImportError:\n    import xml.etree.ElementTree as ET\nET.parse(f)\n" stays;
        }
    }

    mod calls {
        use super::pairs;

        pairs! { B314:
            "import xml.etree.ElementTree as ET\nET.parse(ET.parse(f))\n"
            => "import defusedxml.ElementTree as ET\nET.parse(ET.parse(f))\n";
            "from xml.etree.ElementTree import parse as p\nx = (p(\n    f,  # why\n))"
            => "from defusedxml.ElementTree import parse as p\nx = (p(\n    f,  # why\n))";
            "import xml.etree.ElementTree as ET\nET.parse(f)\nET.Element(a)\n"
            => "import defusedxml.ElementTree\nimport xml.etree.ElementTree as ET\ndefusedxml.ElementTree.parse(f)\nET.Element(a)\n";
            "import defusedxml.ElementTree as D\nimport xml.etree.ElementTree as ET\nET.parse(f, *a, **b)\nET.Element(a)\n"
            => "import defusedxml.ElementTree as D\nimport xml.etree.ElementTree as ET\nD.parse(f, *a, **b)\nET.Element(a)\n";
            "import xml.etree.ElementTree\nxml.etree.ElementTree.fromstring(\n    (t := u),\n)\n"
            => "import defusedxml.ElementTree\nimport xml.etree.ElementTree\ndefusedxml.ElementTree.fromstring(\n    (t := u),\n)\n";
            "def f(x):\n    import xml.etree.ElementTree as ET\n    return ET.parse(x)\n"
            => "def f(x):\n    import defusedxml.ElementTree as ET\n    return ET.parse(x)\n";
            "def f(x):\n    import xml.etree.ElementTree as ET\n    return ET.parse(x), ET.Element(a)\n"
            => "import defusedxml.ElementTree\ndef f(x):\n    import xml.etree.ElementTree as ET\n    return defusedxml.ElementTree.parse(x), ET.Element(a)\n";
            "import xml.etree.ElementTree as ET\nET.fromstring(t, parser)\n" stays;
            "import xml.etree.ElementTree as ET\nET.fromstring(*t)\n" stays;
            "import xml.etree.ElementTree as ET\ndefusedxml = 1\nET.parse(f)\nET.Element(a)\n" stays;
            "import xml.etree.ElementTree as ET\nx = f'{ET.parse(f)}'\n" stays;
        }
    }

    mod others {
        use super::pairs;

        pairs! { B318:
            "from xml.dom import minidom\nminidom.parseString(t)\n" => "from defusedxml import minidom\nminidom.parseString(t)\n";
            "from xml.dom.minidom import parse\nparse(f)\n" => "from defusedxml.minidom import parse\nparse(f)\n";
            "from xml.dom.minidom import parse, Document\nparse(f)\n"
            => "import defusedxml.minidom\nfrom xml.dom.minidom import parse, Document\ndefusedxml.minidom.parse(f)\n";
        }
    }

    mod sax {
        use super::pairs;

        pairs! { B317:
            "from xml import sax\nsax.parse(f, h)\n" => "from defusedxml import sax\nsax.parse(f, h)\n";
            "import xml.sax\nxml.sax.parse(f, xml.sax.handler.ContentHandler())\n"
            => "import defusedxml.sax\nimport xml.sax\ndefusedxml.sax.parse(f, xml.sax.handler.ContentHandler())\n";
        }
    }

    mod readers {
        use super::pairs;

        pairs! { B315:
            "from xml.sax import expatreader\nexpatreader.create_parser()\n"
            => "from defusedxml import expatreader\nexpatreader.create_parser()\n";
        }
    }

    mod builders {
        use super::pairs;

        pairs! { B316:
            "import xml.dom.expatbuilder as b\nb.parse(f, False)\n" => "import defusedxml.expatbuilder as b\nb.parse(f, False)\n";
        }
    }

    mod pulling {
        use super::pairs;

        pairs! { B319:
            "from xml.dom.pulldom import parse\nfor a, b in parse(f): pass\n"
            => "from defusedxml.pulldom import parse\nfor a, b in parse(f): pass\n";
        }
    }
}
