import pickle
x = 1
# café
pickle.loads(x)
