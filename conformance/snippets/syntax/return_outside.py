import pickle
return 1
yield 2
break
await x
nonlocal y
