x = {1: 2, **(y) or eval(code)}
