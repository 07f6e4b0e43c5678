match eval(code):
    case {-1 + (2j): x}:
        pass
