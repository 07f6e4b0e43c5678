# Comments that silence, and those that only look like it.
eval(a)  # nosec
eval(b)  #nosec
eval(c)  # NOSEC
eval(d)  # nosec B307
eval(e)  # nosec: B307
eval(f)  # nosec B101
eval(g)  # nosec b307
eval(h)  # nosec eval
eval(i)  # nosec B101, B307
eval(j)  # nosec B307,B101
eval(k)  # nosec B101,B307
eval(l)  # nosec because of reasons
eval(m)  # nosec random data
eval(n)  # nosec blacklist
eval(o)  # nosec B001
eval(p)  # nosecurity
eval(q)  # noqa # nosec
eval(r)  # noqa: E501  nosec
eval(s)  # type: ignore # nosec B307 # nosec B101
eval(t)  # nosec B307 - justified
eval(u)  # nosec(B307)
eval(v)  # nosec [B307]
eval(w)  # nosec B999
eval(x)  # nosec B307 B999
eval("# nosec")
eval(
    a,  # nosec
)
eval(
    a,  # nosec B101
    b,  # nosec B307
)
eval(  # nosec B101
    a,
)  # nosec B307
y = foo(eval("1"),
        2)  # nosec
import pickle, telnetlib  # nosec B401
import pickle, telnetlib  # nosec B403
import pickle  # nosec import_pickle
import subprocess  # nosec B404
subprocess.Popen("ls", shell=True)  # nosec B602
subprocess.Popen("ls", shell=True)  # nosec B607
subprocess.Popen("ls", shell=True)  # nosec B602,B607
subprocess.Popen("ls", shell=True)  # nosec B602, B607
subprocess.Popen("ls", shell=True)  # nosec subprocess_popen_with_shell_equals_true, start_process_with_partial_path
subprocess.Popen(
    "ls",
    cwd=x,
    shell=True,  # nosec B602
)
subprocess.Popen(
    "ls",  # nosec B607
    shell=True,
)
x = [
    "/tmp/a",  # nosec
    "/tmp/b",
]
x = {
    "password": "a",
    "token": "b",  # nosec B105
}
def f(
    password="a",  # nosec
):
    eval(x)
def g(password="a"):
    eval(x)  # nosec
    eval(y)
try:
    pass
except:  # nosec
    pass
try:
    pass
except:
    pass  # nosec B110
assert x  # nosec B101
assert y, (  # nosec B101
    "message"
)
"""
# nosec
"""
x = "/tmp/x" # nosec # nosec B101
x = f"""
/tmp/{a}  # nosec
"""
x = f"""
/tmp/{a}
"""  # nosec
# nosec
eval(z)
hashlib.md5()  # nosec hashlib
hashlib.md5()  # nosec B324
