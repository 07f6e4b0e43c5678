def f(code):
    (yield for x in eval(code))
