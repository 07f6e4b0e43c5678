import pickle
pickle.loads(x)pickle.loads(y)
pickle.loads(z)

