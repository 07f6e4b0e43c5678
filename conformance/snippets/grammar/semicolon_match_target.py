x = eval(code); match + 1 = 2
