# coding: koi8-r
x = '/tmp/привет'
