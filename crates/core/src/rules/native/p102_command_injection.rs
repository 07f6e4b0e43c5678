use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A shell gives characters such as `;`, `|` and `$` a meaning, so text from a request can add commands of its own.
    /// Give the program and its arguments as a list and leave `shell` out. If there must be a shell, quote each value
    /// with `shlex.quote`.
    ///
    /// ```python
    /// import os, shlex, subprocess
    /// from flask import request
    /// def ping():
    ///     os.system("ping -c 1 " + request.args["host"])  # P102
    ///     subprocess.run(["sh", "-c", f"grep {request.args['q']} log"])  # P102
    ///     subprocess.check_output(request.json["cmd"], shell=True)  # P102
    ///     subprocess.run([request.args["program"], "-v"])  # P102
    ///     subprocess.run(["ping", "-c", "1", request.args["host"]])
    ///     os.system("ping -c 1 " + shlex.quote(request.args["host"]))
    ///     os.system("uptime" if request.args.get("v") else "date")
    ///     name = request.args["name"]
    ///     if not name.isalnum():
    ///         return "no"
    ///     os.system("id " + name)
    ///     subprocess.run(shlex.split(request.args["line"]))  # P102
    ///     subprocess.run(shlex.split("ping -c 1 " + request.args["host"]))
    /// ```
    ///
    /// A test of one field says nothing of the others.
    ///
    /// ```python
    /// import os
    /// from fastapi import FastAPI
    /// from pydantic import BaseModel
    /// app = FastAPI()
    /// class Job(BaseModel):
    ///     kind: str
    ///     host: str
    /// @app.post("/jobs")
    /// def run(job: Job):
    ///     if job.kind not in ("ping", "dig"):
    ///         return None
    ///     os.system(job.kind + " localhost")
    ///     os.system(job.kind + " " + job.host)  # P102 HIGH MEDIUM
    /// ```
    ///
    /// ```python
    /// import invoke, shlex, subprocess
    /// from pexpect import pxssh
    /// from flask import request
    /// def remote(host):
    ///     name = request.args["name"]
    ///     invoke.Context().run("id " + name)  # P102
    ///     shell = pxssh.pxssh()
    ///     shell.sendline("id " + name)  # P102
    ///     subprocess.run(["ssh", host, "id " + name])  # P102
    ///     subprocess.run(["/usr/bin/ssh", "-p", "22", host, f"id {name}"])  # P102
    ///     subprocess.run(["ssh", host, "id " + shlex.quote(name)])
    ///     subprocess.run(["ssh", host, "uptime", name])
    ///     subprocess.run(["ssh", "-l", name, host])
    ///     subprocess.run(["ssh", f"{name}@host", "uptime"])
    ///     subprocess.run(["scp", "the " + name, host])
    ///     shell.login("host", name)
    ///     invoke.Context().run("id", env={"NAME": name})
    /// ```
    ///
    /// Messages to bots and what comes in at a socket are from outside. A function of the file that is asked about a value
    /// counts for what it looks at; its name is not enough.
    ///
    /// ```python
    /// import os, re, discord
    /// from discord.ext import commands
    /// from flask import request, abort
    /// bot = commands.Bot(command_prefix="!")
    /// @bot.command()
    /// async def ping(ctx, host: str, count: int, who: discord.Member):
    ///     os.system("ping " + host)  # P102 HIGH MEDIUM
    ///     os.system(f"ping -c {count} localhost")
    /// def is_valid(name):
    ///     return bool(name) and len(name) < 64
    /// def is_valid_host(name):
    ///     return re.fullmatch("[a-z.]+", name) is not None
    /// def look():
    ///     host = request.args["host"]
    ///     if not is_valid(host):
    ///         abort(400)
    ///     os.system("host " + host)  # P102
    ///     if not is_valid_host(host):
    ///         abort(400)
    ///     os.system("host " + host)
    /// ```
    P102 command_injection: severity High, confidence High, cwe 78, origin Posse, replaces ["B601", "B602", "B603", "B604", "B605", "B606", "B607", "B609", "P120"];
    "A value from outside becomes a command, or part of one that a shell reads.";
    on Flow(Kind::Command)
}
