match eval(code):
    case -1():
        pass
