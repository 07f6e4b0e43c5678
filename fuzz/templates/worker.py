"""Writes the findings of `a.py` with templates, as Bandit does, once for each line of standard input.

A line is the template in base64. The answer is a line of JSON: `{"text": ...}`, `{"refused": true}` for an error message,
or `{"crash": "..."}`.
"""

import base64
import io
import json
import logging
import sys

from bandit.core import config, issue, manager
from bandit.formatters import custom


class Output(io.StringIO):
    name = sys.stdout.name

    def __exit__(self, *_):
        """Stays open, so that the text can be read."""


# Its own prints a memory address.
issue.Cwe.__repr__ = issue.Cwe.__str__
logging.disable(logging.CRITICAL)
scan = manager.BanditManager(config.BanditConfig(), "file")
scan.discover_files(["a.py"])
scan.run_tests()

for line in sys.stdin:
    output = Output()
    try:
        custom.report(scan, output, "LOW", "LOW", template=base64.b64decode(line).decode())
        answer = {"text": output.getvalue()}
    except SystemExit:
        answer = {"refused": True}
    except Exception as error:
        answer = {"crash": type(error).__name__}
    print(json.dumps(answer), flush=True)
