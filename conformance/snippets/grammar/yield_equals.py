def f(code):
    x = yield == eval(code)
