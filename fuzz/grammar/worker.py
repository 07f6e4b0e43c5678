"""Says which sources CPython refuses, in the way that Bandit asks it (`manager._parse_file`, `node_visitor.process`).

The first line of output is JSON: code to start from, taken from CPython's own tests of its syntax: their statements, and what is
in their strings. Then each line of input is a JSON list of sources as Latin-1 text, and is answered by a line: a list with the
exception for each source that is refused, and null for the others.
"""

import ast
import doctest
import io
import json
import pathlib
import sys
import textwrap
import tokenize
import warnings

import test

# Files of `Lib/test` about syntax.
ABOUT_SYNTAX = """
test_ast test_asyncgen test_compile test_coroutines test_decorators test_dictcomps test_eof test_except_star test_exceptions
test_exception_variations test_flufl test_fstring test_future_stmt test_generators test_genexps test_global test_grammar
test_keywordonlyarg test_listcomps test_named_expressions test_opcodes test_patma test_pep646_syntax test_positional_only_arg
test_scope test_setcomps test_source_encoding test_string_literals test_super test_syntax test_tokenize test_type_aliases
test_type_annotations test_type_comments test_type_params test_unpack test_unpack_ex test_unparse test_with test_yield_from
""".split()

# Longer pieces are slow, and their differences hard to read.
LONGEST = 600

EXAMPLES = doctest.DocTestParser()


def seeds():
    statements, strings = {}, {}
    folder = pathlib.Path(test.__file__).parent
    for name in ABOUT_SYNTAX:
        for path in [folder / f"{name}.py", *sorted((folder / name).glob("*.py"))]:
            if path.exists():
                collect(path.read_text("utf-8"), statements, strings)
    return [[latin(piece) for piece in pieces if 0 < len(piece) <= LONGEST] for pieces in (statements, strings)]


def collect(text, statements, strings):
    """Adds the statements of a file, its strings, and the examples in these, in order and each once."""
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
            statements[textwrap.dedent("".join(lines[first - 1 : node.end_lineno]))] = None
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings[textwrap.dedent(node.value)] = None
            if ">>>" in node.value:
                try:
                    strings.update((example.source, None) for example in EXAMPLES.get_examples(node.value))
                except ValueError:
                    pass


def latin(text):
    """The bytes of a text as characters. What has no bytes is left out."""
    return text.encode("utf-8", "ignore").decode("latin-1")


def refusal(data):
    try:
        try:
            for _ in tokenize.tokenize(io.BytesIO(data).readline):
                pass
        except tokenize.TokenError:
            pass
        ast.parse(data)
    except Exception as error:
        return f"{type(error).__name__}: {getattr(error, 'msg', error)}"


warnings.simplefilter("ignore")
print(json.dumps(seeds()), flush=True)
for line in sys.stdin:
    print(json.dumps([refusal(text.encode("latin-1")) for text in json.loads(line)]), flush=True)
