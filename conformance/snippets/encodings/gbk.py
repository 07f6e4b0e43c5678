# coding: gbk
x = '/tmp/中文'
