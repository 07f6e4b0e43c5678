# -*- coding: utf-8 -*-
import pickle
