# coding: utf-16
x = '/tmp/a'
