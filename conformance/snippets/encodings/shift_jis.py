# coding: shift_jis
x = '/tmp/日本'
