use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Without a shell, text from a request stays one argument of the program. But an argument that begins with a dash is an
    /// option, and some options run commands or write files: `--upload-pack=` of git, `-oProxyCommand=` of ssh,
    /// `--checkpoint-action=` of tar, `-o` of curl. Put `--` before the value if the program knows that, or test that the value does
    /// not begin with a dash.
    ///
    /// ```python
    /// import subprocess
    /// from flask import request, abort
    /// def fetch(folder):
    ///     url = request.form["url"]
    ///     subprocess.run(["git", "clone", url, folder], check=True)  # P121
    ///     subprocess.run(["git", "clone", "--quiet", url, folder])  # P121
    ///     subprocess.run(["/usr/bin/ssh", request.form["host"], "uptime"])  # P121
    ///     subprocess.check_call(["sudo", "tar", "-czf", "/tmp/a.tgz", request.form["name"]])  # P121
    ///     subprocess.run(["git", "clone", "--", url, folder])
    ///     subprocess.run(["git", "log", "--author", request.form["name"]])
    ///     subprocess.run(["git", "show", f"HEAD:{request.form['name']}"])
    ///     subprocess.run(["ls", request.form["name"]])
    ///     if not url.startswith(("https://", "http://")):
    ///         abort(400)
    ///     subprocess.run(["git", "clone", url, folder])
    ///     branch = request.form["branch"]
    ///     if branch.startswith("-"):
    ///         abort(400)
    ///     subprocess.run(["git", "checkout", branch])
    /// ```
    ///
    /// ```python
    /// import asyncio, os
    /// import git
    /// from urllib.parse import urlparse
    /// from fastapi import FastAPI, HTTPException
    /// app = FastAPI()
    /// @app.get("/diff")
    /// async def diff(target: str, count: int):
    ///     repo = git.Repo("/srv/repo")
    ///     repo.git.diff(target)  # P121
    ///     repo.git.diff("--unified=3", target)  # P121
    ///     repo.git.log("-n", count)
    ///     repo.git.diff("--", target)
    ///     repo.git.log(grep=target)
    ///     repo.git.log(*["--since", target])
    ///     await asyncio.create_subprocess_exec("git", "fetch", target)  # P121
    ///     await asyncio.create_subprocess_exec("git", "fetch", "origin", "refs/heads/" + target)
    ///     await asyncio.create_subprocess_exec("tar", "-cf", "a.tar", os.path.join("/srv", target))
    /// @app.get("/clone")
    /// def clone(url: str):
    ///     if urlparse(url).scheme not in ("http", "https"):
    ///         raise HTTPException(400)
    ///     os.execvp("git", ["git", "clone", url])
    /// ```
    P121 argument_injection: severity High, confidence Medium, cwe 88, origin Posse;
    "A value from outside may be read as an option by the program that is started.";
    on Flow(Kind::Argument);
    no fix "where and how the value must be checked depends on what it is for"
}
