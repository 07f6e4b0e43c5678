if x:	password = "tokenize gives up at the tab before this"
y = 1  # nosec
