"""Records the output of Bandit, PyYAML and Python for our cases. Run it with an interpreter that has Bandit 1.9.4.

    python __test__/golden/record.py
"""

import json
import os
import random
import re
import string
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
TIME = "2026-01-01T00:00:00Z"
STARTED = "Run started:2026-01-01 00:00:00+00:00"


def bandit(args, cwd):
    command = [sys.executable, "-m", "bandit", *args]
    run = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    out = run.stdout.decode()
    out = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", TIME, out)
    out = re.sub(r"Run started:[\d: .+-]*\d", STARTED, out)
    return run.returncode, out


def record_runs():
    with open(os.path.join(HERE, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    with tempfile.TemporaryDirectory() as tree:
        for name, content in cases["files"].items():
            path = os.path.join(tree, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(content)
        known = bandit(cases["known"], tree)[1]
        write("known.json", known)
        with open(os.path.join(tree, "known.json"), "w", encoding="utf-8") as file:
            file.write(known)
        status = {}
        for case in cases["runs"]:
            status[case["name"]], out = bandit(case["args"], tree)
            write(case["name"] + ".out", out)
        write("status.json", json.dumps(status, indent=1))


def write(name, text):
    with open(os.path.join(HERE, "formats", name), "w", encoding="utf-8", newline="") as file:
        file.write(text)


WORDS = (
    "word it's x: #c 'q' \"d\" \\n -- é yes no on 1:2 0x1 ~ null << = 2026-01-01 ... --- [a {b ,c "
    "1e3 .5 1_0 07 -.inf"
).split() + ["", "\n", "\t", "\0", "\u2028", "\ufeff", "\U0001f600", "\ud800", "long" * 30]


def record_strings(pick):
    """Each text as PyYAML writes it, as a value and as a key."""
    texts = [*WORDS, " ", "a ", " a", "a\n", "\na", "a\n b", "a \nb", "?", "? a", "?a", "-", "-a", ":", "a:", "a:b"]
    texts += [" ".join(pick.choices(WORDS, k=pick.randrange(2, 40))) for _ in range(200)]
    rows = [[text, dump({"key": text}), dump({text: 1})] for text in texts]
    write("yaml-strings.json", json.dumps(rows, indent=0))


def dump(value):
    return yaml.safe_dump(value, default_flow_style=False)


def record_formats(pick):
    """The results of format() for strings and numbers; None if it raises."""
    values = ["", "ab", "é\"x'", "\U0001f600z", 0, 5, 65, 1234, 25, 999999, 1234567]
    parts = [
        ["", "<", ">", "^", "=", "x<", "0>", "é^"],
        ["", "", "+", " ", "z"],
        ["", "", "#"],
        ["", "0"],
        ["", "5", "12"],
        ["", "", ",", "_"],
        ["", "", ".0", ".3", "."],
        ["", "", "s", "d", "b", "o", "X", "c", "n", "e", "f", "G", "%", "q"],
    ]
    rows = []
    for _ in range(600):
        value, spec = pick.choice(values), "".join(map(pick.choice, parts))
        rows.append([value, spec, attempt(lambda: format(value, spec))])
    rows += [[value, "!r", repr(value)] for value in [*values[:4], "\\\n\t\x7f\xa0\u200b", "'\""]]
    write("format-specs.json", json.dumps(rows, indent=0))


def record_templates(pick):
    """How string.Formatter parses templates, or its error."""
    parts = ["{", "}", "{{", "}}", "a", ":", "!", "r", "[", "]", ".", "{line", "{msg}", "{line:3}"]
    rows = []
    for _ in range(400):
        template = "".join(pick.choices(parts, k=pick.randrange(1, 8)))
        try:
            pieces = [list(piece) for piece in string.Formatter().parse(template)]
        except ValueError as error:
            pieces = str(error)
        rows.append([template, pieces])
    write("templates.json", json.dumps(rows, indent=0))


def attempt(make):
    try:
        return make()
    except (ValueError, OverflowError):
        return None


record_runs()
record_strings(random.Random(1))
record_formats(random.Random(2))
record_templates(random.Random(3))
