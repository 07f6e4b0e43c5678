import pickle
# coding: latin-1
x = '/tmp/a'
