# coding: rot13
import pickle
