match eval(code):
    case A(_=1) | A(x=1, _=2) | A(1, x=1, _=2):
        pass
