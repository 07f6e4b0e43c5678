import re; match = re.match
x = 1; match(eval(code)); match[0] = 2; match.y += 3
if x: pass; match = 4
try: pass
except ValueError: raise; match
