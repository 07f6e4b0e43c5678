try:
    eval(code)
else:
    pass
finally:
    pass
