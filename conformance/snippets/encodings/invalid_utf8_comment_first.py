# café
import pickle
