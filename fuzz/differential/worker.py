"""Runs Bandit in this process, once for each line of standard input.

A line is JSON: the working directory, the folder to scan, and the file for the report. Beside the report goes a file with
Bandit's reasons: what was raised, by the name of the file that was scanned. The answer is a line, too.
"""

import ast
import io
import json
import linecache
import os
import sys
import tokenize

from bandit.cli import main
from bandit.core import manager, tester

reasons = {}


def note(name, error):
    reasons.setdefault(name, []).append(f"{type(error).__name__}: {error}")


visit = manager.BanditManager._execute_ast_visitor
report_error = tester.BanditTester.report_error


def noting_visit(self, name, *rest):
    try:
        return visit(self, name, *rest)
    except Exception as error:
        note(name, error)
        raise


def noting_error(test, context, error):
    note(context.filename, error)
    return report_error(test, context, error)


manager.BanditManager._execute_ast_visitor = noting_visit
tester.BanditTester.report_error = staticmethod(noting_error)


def explain(name):
    """The reason for a file that the visitor never saw: `tokenize` raised something else than a TokenError."""
    with open(name, "rb") as file:
        data = file.read()
    try:
        list(tokenize.tokenize(io.BytesIO(data).readline))
        ast.parse(data)
    except Exception as error:
        note(name, error)


def scan(folder, target, out):
    os.chdir(folder)
    reasons.clear()
    # The files of the last scan had the same names.
    linecache.clearcache()
    sys.argv = ["bandit", "-q", "-r", target, "-f", "json", "-o", out, "--exit-zero"]
    try:
        main.main()
    except SystemExit:
        pass
    with open(out) as file:
        skipped = json.load(file)["errors"]
    for each in skipped:
        if each["filename"] not in reasons:
            explain(each["filename"])
    with open(out + ".reasons", "w") as file:
        json.dump({name: " / ".join(sorted(set(each))) for name, each in reasons.items()}, file)


answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
for line in sys.stdin:
    scan(*json.loads(line))
    answers.write("done\n")
    answers.flush()
