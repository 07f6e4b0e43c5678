# coding: cp1252
x = '/tmp/'
