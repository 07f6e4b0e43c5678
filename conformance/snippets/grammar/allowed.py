def f(code):
    (yield), eval(code)
    x = ((yield), 1)
    x = (yield) and (yield) == 1, (yield) if (yield) else 2
    x = yield 1, 2
    x = yield not x
    x = (yield)
    x = ( # (
        (yield) for y in z)
    x += yield
    x = f"{yield}", f"{(yield), 1}"
    return (yield)


f(a=1, *(x) in y, **z)
class C(*(x) or y): pass
x[*(x) in y], x[*(x) or y, 1]
x = {**(x), **((y) or z)}, f(**(x) in y), [*((x) in y), *(x), *(x).y, *((x) if y else z)]
try: eval(code)
finally: pass
if (x := 1) and ((x := 2)): pass
(x): int
((x).y): int
(x + 1).y: int = 2
f(x).y: int
(x)
x.y[(z)]: int
match x:
    case (*rest,) | [*rest] | [a, *rest] | (a, (b), *rest) | ((*rest, b)):
        pass
    case [(1), 0] | [1, (0)] | (1, 0) | [1] | [(1)] | [1,]:
        pass
    case {_.x: y, 1: (y), -1: (z), 1 + 2j: x} | (1 + 2j) | (-1) | (A()) | a._ | A(_) | A(x=_):
        pass
    case a, *rest:
        pass
    case "a"as y, (0) as z, 0 as w:
        pass
with f()as x, (1)as y, ...as z, "a"as w: pass
try: pass
except (1)as x: pass
x = [1for y in z if 1or 0], 1if 1in z else 0, 1is x, 1and x, 0xfor x, 1not in z
x = ["a"async for y in z], [f()async for y in (1)async for y in z]
raise x()from y
