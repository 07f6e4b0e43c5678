# Strings: docstrings, parts of f-strings, implicit concatenation, ranges of the parent.
"""/tmp/docstring"""
"/tmp/bare"
x = "/tmp/x"
x = ("/tmp/one"
     "/more")
x = "/tmp/a" f"{b}/tmp/c" "/tmp/d"
x = f"/tmp/{b}/tmp/{c!r:>{d}}/tmp" f"/tmp"
x = f"{x=}" f"/tmp/{y = }"
x = f"""
/tmp/{
    a
}
0.0.0.0
"""
x = f"0.0.0.0"
x = b"/tmp/bytes"
x = rb"/tmp\\bytes"
x = u"/tmp/u"
x = R"/tmp/r"
x = "\x2ftmp/escaped"
x = "\N{SOLIDUS}tmp"
x = "/tmp/\
continued"
x = "é" + "/tmp/after"; y = "/tmp/é"; z = "/tmp/z"
f("/tmp/a", key="/tmp/b",
  other={"/tmp/c": "/tmp/d",
         "password": "/tmp/e"})
[
    "/tmp/list",

    "0.0.0.0",
]
def function(
    path="/tmp/default",
    *,
    only="/tmp/only",
):
    "/tmp/docstring of the function"
    return "/tmp/returned"
class Class:
    "/tmp/docstring of the class"
    path = "/tmp/attribute"
lambda path="/tmp/lambda": "/tmp/body"
for x in "/tmp/iter", "/tmp/two":
    "/tmp/bare"
with open("/tmp/with") as f, \
     open("/tmp/with2") as g:
    pass
[x for x in ["/tmp/c"] if x ==
 "/tmp/if"]
{**{"/tmp/k": "/tmp/v"}}
assert x == "/tmp/assert", "/tmp/message"
x["/tmp/index"] = x["/tmp/a":"/tmp/b"]
match x:
    case "/tmp/case":
        pass
    case {"/tmp/key": "/tmp/value"}:
        pass
