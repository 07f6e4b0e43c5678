# Lines that only splitlines and the counter of code see.

import pickle
    # comment after form feed
x = 1
if x:
	eval(x)


   
#
    # indented comment
"""text
# not a comment

"""
x = '''
\
'''
\

x = \
  1
assert x\
  , 2
x = 1; eval(x); eval(x)
if x: eval(x)
class A: eval(x)
