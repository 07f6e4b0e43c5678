match eval(code):
    case (0as y,):
        pass
