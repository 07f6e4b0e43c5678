x = f"{a:{b:{c:{d}}}}"
eval(x)
