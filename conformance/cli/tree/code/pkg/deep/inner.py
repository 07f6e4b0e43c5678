x = [
    eval(a) for a in b
]; assert x
