# coding: big5
x = '/tmp/中文'
