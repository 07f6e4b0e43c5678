x = eval(code); match x:
    case 1:
        pass
