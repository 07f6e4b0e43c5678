# Where a check raises in Bandit it finds nothing, and the file goes on.
from django.db.models.expressions import RawSQL
from django.utils.safestring import mark_safe, SafeText
import subprocess, tarfile, os
RawSQL()
RawSQL(x)
RawSQL(sql=x)
RawSQL("literal", [])
RawSQL("%s" % x, [])
mark_safe()
mark_safe("literal")
mark_safe(x)
mark_safe("%s" % x)
mark_safe("{}".format("x"))
mark_safe("a" + "b")
mark_safe(f"{x}")
SafeText(x)
f({[]: 1}, {{1}})
f({[1], [2]})
subprocess.Popen({[1]}, shell=True)
g(key={{}})
os.system({[]})
def inside(x):
    y = "literal"
    mark_safe(y)
    y = x
    mark_safe(y)
    for z in ["a", "b"]:
        mark_safe(z)
    with open(x) as w:
        mark_safe(w)
    try:
        v = "a"
    except ValueError:
        v = x
    mark_safe(v)
    if x:
        u = "a"
    else:
        u = "b"
    mark_safe(u)
    t, s = "a", "b"
    mark_safe(t)
    mark_safe(s)
    r = "%s" % "a"
    mark_safe(r)
    q = "{}".format(y)
    mark_safe(q)
    p = "%s %s" % ("a", y)
    mark_safe(p)
    mark_safe(unassigned)
    mark_safe(x.attribute)
    o: str = "annotated"
    mark_safe(o)
    (n := "walrus")
    mark_safe(n)
    m = "a"
    m += x
    mark_safe(m)
mark_safe(outside)
query.extra(where=["x"])
query.extra(where=[x])
query.extra(where=["%s" % x])
query.extra(select={"a": "b"})
query.extra(select={"a": x})
query.extra(select={x: "b"})
query.extra(tables=["a", x])
query.extra(**x)
query.extra(x)
extra()
query.extra(select=x, where=x, tables=x)
query.extra({"a": "b"}, ["c"])
