# Aliases are filled while the walk goes on, for the whole file, and never removed.
pickle.loads(early)
import pickle as p
p.loads(late)
def local():
    from subprocess import Popen as run, call
    run("ls", shell=True)
run("ls", shell=True)
p = None
p.loads(still)
import os.path, xml.etree.ElementTree as ET
ET.parse(source)
xml.etree.ElementTree.parse(source)
from xml.sax import *
from . import pickle
from .pickle import loads
from ..telnetlib import Telnet
loads(data)
from yaml import load as y, SafeLoader as S
y(text)
y(text, S)
y(text, Loader=S)
import yaml as load
load.load(text)
𝐞𝐯𝐚𝐥(text)
eval
(eval)(text)
(lambda: eval)()(text)
eval(eval(eval(text)))
self.eval(text)
a.b.c.exec(text)
exec(text)
builtins.exec(text)
__import__("pickle")
__import__("os").system("ls")
importlib.import_module("subprocess")
importlib.import_module(name="subprocess")
importlib.__import__("telnetlib")
import importlib
from importlib import import_module as im
im("ftplib")
importlib.import_module(variable)
import pickletools, cPickle, dill.x, shelve
import telnetlib, pickle
import pickle, telnetlib
from Crypto.Cipher import AES as cipher, DES
cipher.new(key)
DES.new(key)
import Crypto.Cipher.DES
Crypto.Cipher.DES.new(key)
