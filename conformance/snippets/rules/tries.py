# B110 and B112: only the whole body counts, and only some types.
for x in y:
    try:
        a()
    except:
        pass
    try:
        a()
    except Exception:
        continue
    try:
        a()
    except Exception as e:
        pass
    try:
        a()
    except ValueError:
        pass
    try:
        a()
    except BaseException:
        pass
    try:
        a()
    except (Exception,):
        pass
    try:
        a()
    except builtins.Exception:
        pass
    try:
        a()
    except:
        pass; pass
    try:
        a()
    except:
        "a string"
        pass
    try:
        a()
    except:
        ...
    try:
        a()
    except ValueError:
        continue
    except Exception: pass
    else:
        pass
    try:
        a()
    except:
        # a comment
        continue
    try:
        a()
    except* Exception:
        pass
assert True
assert (x, "always true")
if x: assert y
