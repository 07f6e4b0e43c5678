match eval(code):
    case _.x():
        pass
