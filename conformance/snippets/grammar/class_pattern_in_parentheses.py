match eval(code):
    case (A)():
        pass
