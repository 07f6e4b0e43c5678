"""Judges mutated code before and after fixes: valid, no comment lost, nothing changed outside the statements with findings.

Reads a JSON list of objects with `before`, `after` and `lines` (those of findings). Prints a JSON list with what is wrong with
each, or null; and 0 instead where the code was not valid before.
"""

import ast
import io
import json
import sys
import tokenize
import warnings
from collections import Counter

warnings.simplefilter("ignore")


def comments(text):
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def without_new_imports(was, now, has_finding):
    known = {ast.dump(statement) for statement in was}
    left = {ast.dump(statement) for statement in now}
    kept = []
    for statement in now:
        if isinstance(statement, ast.Import) and ast.dump(statement) not in known:
            old = was[len(kept)] if len(kept) < len(was) else None
            # What is no new one is what an import with a finding has become.
            if not isinstance(old, ast.Import) or not has_finding(old) or ast.dump(old) in left:
                continue
        kept.append(statement)
    return kept


def wrong(case):
    before, after = case["before"], case["after"]
    try:
        compile(before, "before", "exec", dont_inherit=True)
        kept = comments(before)
    except Exception:
        return 0
    try:
        compile(after, "after", "exec", dont_inherit=True)
    except Exception as error:
        return f"does not compile: {error}"
    if not case["comments"] and kept != comments(after):
        return "a comment is lost"
    was, now = ast.parse(before).body, ast.parse(after).body

    def has_finding(statement):
        return any(statement.lineno <= line <= statement.end_lineno for line in case["lines"])

    now = without_new_imports(was, now, has_finding)
    if len(was) != len(now):
        return f"there were {len(was)} statements, and there are {len(now)}"
    for old, new in zip(was, now):
        if not has_finding(old) and ast.dump(old) != ast.dump(new):
            return f"line {old.lineno} has changed, which has no finding"
    return None


for line in sys.stdin:
    print(json.dumps([wrong(case) for case in json.loads(line)]), flush=True)
