raise 1.from eval(code)
