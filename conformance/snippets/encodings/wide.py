x = "😀", "/tmp/a", eval(y)
日本 = eval(x)
º = eval
