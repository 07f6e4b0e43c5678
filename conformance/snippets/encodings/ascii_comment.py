# coding: us-ascii
#
#
# é
x = '/tmp/a'
