assert eval("1")
