try:
    eval(code)
except 0x1as y:
    pass
