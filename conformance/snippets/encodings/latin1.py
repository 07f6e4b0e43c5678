# -*- coding: latin-1 -*-
import pickle
x = 'é', pickle.loads(x), '/tmp/é€'
