# coding: hex
import pickle
