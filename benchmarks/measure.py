"""measure.py COMMAND...: runs a command and prints its resource usage as JSON.

Prints wall, user and system time in seconds, and peak memory in bytes. The command's standard output is discarded.
An exit code other than 0 or 1, the codes of a successful scan, is an error.
"""

import json
import os
import sys
import time

# Gives all reports the same time, so that they can be compared byte for byte.
environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
# Node would load these certificates at every start, even if they are not used.
environment.pop("NODE_EXTRA_CA_CERTS", None)
silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]

start = time.perf_counter()
try:
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], environment, file_actions=silence)
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error.strerror}")
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start

code = os.waitstatus_to_exitcode(status)
if code not in (0, 1):
    sys.exit(f"{sys.argv[1]}: " + (f"exit code {code}" if code > 0 else f"killed by signal {-code}"))
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime, "peak": usage.ru_maxrss * unit}
    )
)
