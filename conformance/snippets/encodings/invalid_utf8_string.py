import pickle
x = 1
x = 'café'
