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
    /// import os, discord
    /// from discord.ext import commands
    /// bot = commands.Bot(command_prefix="!")
    /// @bot.command()
    /// async def ping(ctx, host: str, count: int, who: discord.Member):
    ///     os.system("ping " + host)  # P102 HIGH MEDIUM
    ///     os.system(f"ping -c {count} localhost")
    ///     os.system(f"echo {who}")
    /// @bot.event
    /// async def on_message(message):
    ///     os.system("echo " + message.content)  # P102
    ///     os.system(f"echo {message.author.id}")
    /// async def not_a_command(ctx, host: str):
    ///     os.system("ping " + host)
    /// ```
    ///
    /// ```python
    /// import os
    /// from slack_bolt import App
    /// app = App()
    /// @app.command("/deploy")
    /// def deploy(ack, respond, command):
    ///     os.system("deploy " + command["text"])  # P102 HIGH MEDIUM
    ///     if command["text"] in ("main", "staging"):
    ///         os.system("deploy " + command["text"])
    ///     os.system(f"echo {respond}")
    /// ```
    ///
    /// ```python
    /// import os, shlex
    /// from telegram import Update
    /// async def whois(update: Update, context):
    ///     os.system("whois " + " ".join(context.args))  # P102 HIGH MEDIUM
    ///     os.system("whois " + update.message.text)  # P102
    ///     os.system("whois " + shlex.quote(context.args[0]))
    ///     os.system(f"echo {update.message.chat_id}")
    /// ```
    ///
    /// ```python
    /// import asyncio, os, socketserver, socket, threading
    /// class Runner(socketserver.StreamRequestHandler):
    ///     def handle(self):
    ///         line = self.rfile.readline().decode()
    ///         os.system(line)  # P102
    ///         os.system(self.request.recv(99).decode())  # P102
    ///         os.system(COMMANDS[line])
    ///         os.system("echo " + self.client_address[0])
    /// async def answer(reader, writer):
    ///     data = await reader.readline()
    ///     os.system(data.decode())  # P102 HIGH MEDIUM
    /// async def other(reader, writer):
    ///     os.system(reader.read().decode())
    /// async def main():
    ///     await asyncio.start_server(answer, "localhost", 99)
    /// def serve():
    ///     server = socket.socket()
    ///     connection, address = server.accept()
    ///     os.system(connection.recv(99).decode())  # P102 HIGH MEDIUM
    ///     threading.Thread(target=handle, args=(connection,)).start()
    /// def handle(connection):
    ///     os.system(connection.recv(99).decode())  # P102 HIGH MEDIUM
    /// def connect():
    ///     connection = socket.create_connection(("localhost", 99))
    ///     os.listdir(connection.recv(99).decode())
    /// ```
    ///
    /// ```python
    /// import os
    /// import gradio as gr
    /// def convert(url, size, kind):
    ///     os.system(f"convert {url}")  # P102 HIGH MEDIUM
    ///     os.system(f"convert {size}")
    ///     os.system(f"convert {kind}")
    /// kind = gr.Dropdown(["a", "b"])
    /// gr.Interface(fn=convert, inputs=[gr.Textbox(label="URL"), gr.Slider(1, 9), kind], outputs="text")
    /// ```
    ///
    /// ```python
    /// import os, re
    /// from flask import request, abort
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
    /// def other():
    ///     host = request.args["host"]
    ///     if not is_safe_elsewhere(host):
    ///         abort(400)
    ///     os.system("host " + host)
    /// ```
    ///
    /// ```python
    /// import os, re, string
    /// from flask import request, abort
    /// ALLOWED = set(string.ascii_lowercase)
    /// NAME = re.compile("^[a-z]+$")
    /// OPEN = re.compile("^a(.*)$")
    /// def has_odd(text):
    ///     return any(c not in ALLOWED for c in text)
    /// def check_name(name):
    ///     if not NAME.match(name):
    ///         return False, "bad name"
    ///     return True, ""
    /// def problem_of(name):
    ///     if not NAME.match(name):
    ///         return "bad name"
    ///     return None
    /// class Names:
    ///     def fits(self, name):
    ///         return bool(NAME.match(name))
    /// names = Names()
    /// def one():
    ///     name = request.form["name"]
    ///     valid, reason = check_name(name)
    ///     if not valid:
    ///         return reason
    ///     os.system("id " + name)
    /// def two():
    ///     name = request.form["name"]
    ///     error = problem_of(name)
    ///     if error:
    ///         return error
    ///     os.system("id " + name)
    /// def three():
    ///     name = request.form["name"]
    ///     error = validate_elsewhere(name)
    ///     if error:
    ///         return error
    ///     os.system("id " + name)
    /// def matched():
    ///     found = NAME.match(request.form["name"])
    ///     os.system("id " + found.group(0))
    ///     if OPEN.match(request.form["other"]):
    ///         os.system("id " + request.form["other"])  # P102
    ///     os.system("id " + OPEN.match(request.form["last"]).group(1))  # P102
    /// def four():
    ///     name = request.form["name"]
    ///     if has_odd(name):
    ///         abort(400)
    ///     os.system("id " + name)
    /// def five():
    ///     name = request.form["name"]
    ///     if not names.fits(name):
    ///         abort(400)
    ///     os.system("id " + name)
    /// def six():
    ///     name = request.form["name"]
    ///     valid, reason = check_name(name)
    ///     if valid:
    ///         return reason
    ///     os.system("id " + name)  # P102
    /// def seven():
    ///     name = request.form["name"]
    ///     valid, reason = check_name(request.form["other"])
    ///     if not valid:
    ///         return reason
    ///     os.system("id " + name)  # P102
    /// def eight():
    ///     name = request.form["name"]
    ///     error = problem_of(name)
    ///     if not error:
    ///         return ""
    ///     os.system("id " + name)  # P102
    /// ```
    ///
    /// ```python
    /// import os
    /// from typing import Annotated
    /// from fastapi import FastAPI, Path, Query
    /// from pydantic import BaseModel, Field
    /// app = FastAPI()
    /// class Job(BaseModel):
    ///     name: str = Field(pattern="^[a-z]+$")
    ///     other: str = Field(max_length=9)
    /// @app.post("/a")
    /// def a(job: Job):
    ///     os.system("run " + job.name)
    ///     os.system("run " + job.other)  # P102 HIGH MEDIUM
    /// @app.get("/b/{kind}")
    /// def b(kind: Annotated[str, Path(pattern="^[a-z]+$")], sort: str = Query("a", pattern="^(a|b)$"), q: str = Query("")):
    ///     os.system("list " + kind)
    ///     os.system("list " + sort)
    ///     os.system("list " + q)  # P102
    /// ```
    ///
    /// A schema restricts what it says, and no more.
    ///
    /// ```python
    /// import os, jsonschema
    /// from flask import request
    /// SCHEMA = {"properties": {
    ///     "job": {"type": "string", "enum": ["daily", "weekly"]},
    ///     "count": {"type": "integer"},
    ///     "name": {"type": "string"},
    ///     "key": {"type": "string", "pattern": "^[a-z]+$"},
    /// }}
    /// def run():
    ///     data = request.get_json()
    ///     jsonschema.validate(data, SCHEMA)
    ///     os.system("run " + data["job"])
    ///     os.system(f"run {data['count']}")
    ///     os.system("run " + data["key"])
    ///     os.system("run " + data["name"])  # P102
    /// ```
    P102 command_injection: severity High, confidence High, cwe 78, origin Posse, replaces ["B601", "B602", "B603", "B604", "B605", "B606", "B607", "B609", "P120"];
    "A value from outside becomes a command, or part of one that a shell reads.";
    on Flow(Kind::Command)
}
