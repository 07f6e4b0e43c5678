import pickle
*a, *b = c
del f()
