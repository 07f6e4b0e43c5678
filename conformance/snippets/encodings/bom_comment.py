# comment
import pickle
