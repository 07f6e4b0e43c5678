import pickle

