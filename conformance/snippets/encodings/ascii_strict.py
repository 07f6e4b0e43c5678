# coding: ascii
x = '/tmp/é'
