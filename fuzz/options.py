"""Code in which every rule with options looks at them."""
import os, pickle, ssl, subprocess
import a.b as c
from markupsafe import Markup
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

assert c
try:
    c.d("/tmp/a", "/var/tmp", "/dev/shm/x", "/scratch")
except Exception:
    pass
for x in c:
    try:
        pickle.loads(x)
    except ValueError:
        continue
    except Exception:
        continue
subprocess.Popen("ls " + x, shell=True)
subprocess.run(["ls"], shell=x)
os.system("ls"), os.execl(x), os.spawnl(x, "ls")
a.run(x, shell=True)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv2)
def f(version=ssl.PROTOCOL_TLSv1): pass
dsa.generate_private_key(512), rsa.generate_private_key(key_size=1024), ec.generate_private_key(ec.SECT163K1)
dsa.generate_private_key(key_size=2047)
Markup(x), Markup(f"{x}"), c.Markup(clean(x))
