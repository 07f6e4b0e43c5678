x = ["""	""", token == "on the line of that comment"]
y = """
"""  #
z = 1  # nosec
