x = 1é = 2
password = "its first byte is an operator"
