(x).y: int = eval(code)
