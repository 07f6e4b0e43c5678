import subprocess  # nosec
import pickle  # nosec B403
import telnetlib  # nosec: B401, B402
import ftplib  # nosec B999
import random  # noqa
assert True  # nosec B101 # and a reason
assert False  # nosec assert_used
assert None  # nosec b101
assert 0  # nosec B102
subprocess.Popen("ls *", shell=True)  # nosec B602,B607
subprocess.Popen("ls *", shell=True)  # nosec B602, B607
subprocess.Popen("ls *", shell=True)  # nosec blacklist
eval("1")  # NOSEC
eval("#nosec")
eval(  # nosec: B307
    "2"
)
exec(
    "3"
)  # nosec
password = "# nosec"
random.random()  # nosec random data
