# nosec
x = 1
y = 2  # ‮
