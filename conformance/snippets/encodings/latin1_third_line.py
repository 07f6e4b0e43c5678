#!/usr/bin/env python
#
# coding: latin-1
x = '/tmp/é'
