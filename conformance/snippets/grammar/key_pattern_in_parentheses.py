match eval(code):
    case {1: (x), (2): y}:
        pass
