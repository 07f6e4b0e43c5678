"""Judges code before and after fixes: CPython compiles it, and safe fixes leave its syntax tree as it was.

Reads a JSON list of objects with `name`, `before`, `after` (file names) and `safe`. Prints a JSON list of what is wrong.
"""

import ast
import json
import sys
import warnings

warnings.simplefilter("ignore")


def read(name):
    with open(name, "rb") as file:
        return file.read()


def wrong(case):
    before, after = read(case["before"]), read(case["after"])
    try:
        compile(before, case["name"], "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        # The file was not valid before, or is beyond what CPython takes.
        return None
    try:
        compile(after, case["name"], "exec", dont_inherit=True)
    except Exception as error:
        return f"does not compile: {error}"
    if case["safe"] and ast.dump(ast.parse(before)) != ast.dump(ast.parse(after)):
        return "a safe fix has changed the syntax tree"
    return None


cases = json.load(sys.stdin)
problems = ((case["name"], wrong(case)) for case in cases)
json.dump([f"{name}: {problem}" for name, problem in problems if problem], sys.stdout)
