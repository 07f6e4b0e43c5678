match eval(code):
    case A((x)=1):
        pass
