[1async for x in eval(code)]
