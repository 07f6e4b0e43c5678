import pickle
pickle.loads(
