if ((x) := eval(code)):
    pass
