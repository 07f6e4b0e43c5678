try:
    eval(x)
except A, B:
    pass
