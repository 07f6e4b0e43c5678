# coding: euc-kr
x = '/tmp/한글'
