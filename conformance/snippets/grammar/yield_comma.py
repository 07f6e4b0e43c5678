def f(code):
    yield, eval(code)
