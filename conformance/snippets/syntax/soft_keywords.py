match = case = type = _ = eval(x)
match(x)
match[x]
print(match, case)
