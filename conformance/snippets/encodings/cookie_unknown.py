# coding: klingon
import pickle
