"""Reads YAML files as Bandit does, once for each line of standard input.

A line is the content in base64. The answer is a line of JSON: `{"value": ...}`, or `{"error": "..."}`. Lists and strings
stand for themselves. A mapping becomes the list of its pairs whose keys are strings, and the number of its other keys.
"""

import base64
import json
import sys

import yaml


def shown(value, above=()):
    if id(value) in above:
        return {"above": True}
    inside = (*above, id(value))
    if isinstance(value, dict):
        pairs = [[key, shown(item, inside)] for key, item in value.items() if isinstance(key, str)]
        return {"pairs": pairs, "others": len(value) - len(pairs)}
    if isinstance(value, (list, tuple)):
        return [shown(item, inside) for item in value]
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        if value != value:
            return {"number": "nan"}
        return {"number": f"{float(value):.12e}" if abs(value) < 1e300 else "large"}
    return {"type": type(value).__name__.replace("datetime", "date")}


for line in sys.stdin:
    try:
        answer = {"value": shown(yaml.safe_load(base64.b64decode(line)))}
    except RecursionError:
        answer = {"error": "RecursionError"}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {str(error)}"[:300]}
    print(json.dumps(answer), flush=True)
