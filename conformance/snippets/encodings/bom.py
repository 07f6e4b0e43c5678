import pickle
pickle.loads('é', x)
