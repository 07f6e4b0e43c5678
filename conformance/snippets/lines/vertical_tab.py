import pickle

