def f(code):
    yield from eval(code), 1
