# coding: utf-8-sig
x = '/tmp/é'
