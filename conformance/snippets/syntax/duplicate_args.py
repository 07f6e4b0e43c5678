def f(a, a): pass
import pickle
