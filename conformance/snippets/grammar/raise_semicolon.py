try:
    eval(code)
except ValueError: raise;
except KeyError:
    raise; assert False
