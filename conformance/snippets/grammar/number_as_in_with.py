with eval(code), 1as y:
    pass
