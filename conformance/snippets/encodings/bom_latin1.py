# -*- coding: latin-1 -*-
import pickle
