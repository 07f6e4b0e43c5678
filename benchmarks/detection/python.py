"""What needs Python's own parser: python.py TASK < JSON > JSON"""

import ast
import json
import sys
import symtable
from pathlib import Path


def imports(pairs):
    """For each setup and its code: the lines to put in front of the code, or null if the code is no Python.

    These are the imports of the setup, and an import for each standard module that is used and bound nowhere.
    """
    return [imports_of(setup, code) for setup, code in pairs]


def imports_of(setup, code):
    try:
        ast.parse(code)
        body = ast.parse(setup).body
    except SyntaxError:
        return None
    kept = [ast.unparse(node) for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = unbound(symtable.symtable(setup + "\n" + code, "", "exec"))
    return kept + [f"import {name}" for name in sorted(names & sys.stdlib_module_names)]


def unbound(table):
    """The names that are used as global and that no statement of the module binds."""
    bound, used = set(), set()
    tables = [table]
    for one in tables:
        tables += one.get_children()
        for symbol in one.get_symbols():
            is_global = symbol.is_global() or one is table
            if is_global and symbol.is_referenced():
                used.add(symbol.get_name())
            if is_global and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                bound.add(symbol.get_name())
    return used - bound


def statements(files):
    """For each source: the first and last line of each of its statements, or null if it is no Python.

    A decorator belongs to its statement. So does the body of a class or a function, but not that of a loop and its like.
    """
    return {name: statements_of(text) for name, text in files.items()}


def statements_of(text):
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    return [extent(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def extent(node):
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    body = getattr(node, "body", None)
    if body is None or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [first, node.end_lineno]
    return [first, max(first, body[0].lineno - 1)]


def rules(question):
    """The security rules of Semgrep in a folder, each with the path of its file."""
    import yaml

    folder, found = question["path"], []
    for path in sorted(Path(folder).rglob("*.y*ml")):
        for rule in (yaml.safe_load(path.read_text("utf-8")) or {}).get("rules", []):
            if rule.get("metadata", {}).get("category") == "security":
                found.append({"path": path.relative_to(folder).as_posix(), "rule": rule})
    return found


TASKS = {"imports": imports, "statements": statements, "rules": rules}

if __name__ == "__main__":
    json.dump(TASKS[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
