x = t"{eval(x)}"
