import pickle
import random
import telnetlib

import hashlib


def digest(data):
    return hashlib.md5(data).hexdigest(), random.random()


def chmod(path):
    import os

    os.chmod(path, 0o777)
    return pickle.loads(path)
