if x:
	password = "tab"
else:
  password = "two spaces"
 	password = "a tab, to the eighth column here, to the second for others"
