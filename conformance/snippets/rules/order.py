# Findings stand in the order of CPython's fields, which is not that of the source.
import subprocess, pickle


@pickle.loads(decorator)
def function(a=pickle.loads(default), *, b: pickle.loads(annotation) = pickle.loads(keyword), **c) -> pickle.loads(returned):
    pickle.loads(body)


@pickle.loads(decorator)
async def coroutine(password="secret") -> pickle.loads(returned):
    pickle.loads(body)


@pickle.loads(decorator)
class Class(pickle.loads(base), metaclass=pickle.loads(meta)):
    pickle.loads(body)


class Generic[T: pickle.loads(bound)](pickle.loads(base)):
    type Alias[U: pickle.loads(u)] = pickle.loads(value)


subprocess.Popen(args=pickle.loads(keyword), *pickle.loads(star), **pickle.loads(double))
subprocess.call(shell=pickle.loads(first), *pickle.loads(second))
{pickle.loads(k1): pickle.loads(v1), **pickle.loads(spread), pickle.loads(k2): pickle.loads(v2)}
pickle.loads(body) if pickle.loads(test) else pickle.loads(orelse)
[pickle.loads(element) for x in pickle.loads(one) if pickle.loads(two) for y in pickle.loads(three)]
{pickle.loads(key): pickle.loads(value) for x in pickle.loads(one)}
(lambda a=pickle.loads(default), *b: pickle.loads(body))
pickle.loads(a) < pickle.loads(b) <= pickle.loads(c)
x[pickle.loads(a):pickle.loads(b):pickle.loads(c)] = pickle.loads(d)
x: pickle.loads(annotation) = pickle.loads(value)
x += pickle.loads(value)
with pickle.loads(one) as pickle.loads(two).x, pickle.loads(three):
    pass
for x in pickle.loads(iter):
    pickle.loads(body)
else:
    pickle.loads(orelse)
while pickle.loads(test):
    pickle.loads(body)
else:
    pickle.loads(orelse)
try:
    pickle.loads(body)
except pickle.loads(kind) as e:
    pickle.loads(handler)
except:
    pass
else:
    pickle.loads(orelse)
finally:
    pickle.loads(final)
try:
    pass
except* pickle.loads(kind):
    pass
match pickle.loads(subject):
    case pickle.loads(a=1) if pickle.loads(guard):
        pickle.loads(body)
    case {"password": "x", **rest}:
        pass
    case [1, "/tmp/x", *rest] | "/tmp/y" as z:
        pass
assert pickle.loads(test), pickle.loads(message)
raise pickle.loads(exc) from pickle.loads(cause)
del x[pickle.loads(index)]
print(f"{pickle.loads(value)!r:>{pickle.loads(width)}} {pickle.loads(debug)=}")
(walrus := pickle.loads(value))
await pickle.loads(value)
yield_ = (yield pickle.loads(value))
