"""Findings of every severity and confidence."""
import os
import subprocess

import requests
import yaml

PASSWORD = "hunter2"
SECRETS = {"password": None, "token": b"\x00a"}


def run(command, name):
    assert command, "nothing to run"
    subprocess.Popen(
        command,
        env=os.environ,
        shell=True,
    )
    subprocess.call(["ls", name])
    os.system("ls " + name)
    return eval(name)


def fetch(url):
    try:
        return requests.get(url, verify=False)
    except Exception:
        pass


def load(text, table):
    cursor.execute("SELECT * FROM %s WHERE id = 1" % table)
    return yaml.load(text)


app.bind("0.0.0.0", "/tmp/\u00e9\u2028 <b>&\"'")
