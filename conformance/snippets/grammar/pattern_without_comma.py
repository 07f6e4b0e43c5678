match eval(code):
    case [1 0]:
        pass
