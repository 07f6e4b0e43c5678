if x:
  password = "two spaces"
 	# a comment is nowhere
  y = (
 	1)
  password = "after a form feed"
  if y:
  	password = "more of both"
