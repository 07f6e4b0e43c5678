type X = int
type = eval(x)
type
