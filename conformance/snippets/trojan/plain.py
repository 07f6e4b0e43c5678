import pickle
x = 1  # ‮ reversed
pickle.loads(x)  # ⁦
