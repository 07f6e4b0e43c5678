# coding: euc-jp
x = '/tmp/日本'
