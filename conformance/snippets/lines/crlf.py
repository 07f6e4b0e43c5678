# CRLF
import pickle

pickle.loads(
    x,
)
x = '''
/tmp/a
'''
x = '/tmp/b'
