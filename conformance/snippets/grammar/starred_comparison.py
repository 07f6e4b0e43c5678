x = [*(y) in eval(code)]
