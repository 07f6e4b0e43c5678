match eval(code):
    case [(*rest), a]:
        pass
