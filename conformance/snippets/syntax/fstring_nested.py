x = f"{a:{b:{c}}}"
eval(x)
