use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// The server can reach hosts that the sender of a request cannot: its own services, and the metadata of a cloud
    /// machine. Keep the host fixed, or test it against a list of known ones. A redirect of the other host can undo
    /// such a test; turn redirects off, too.
    /// Where the host is fixed and only the path comes from outside, the profile `audit` alone says so, and where only
    /// administrators can send the request: `user=Depends(get_admin_user)`, `@admin_required`.
    ///
    /// ```python
    /// import httpx, requests
    /// from urllib.parse import quote, urlparse
    /// from urllib.request import urlopen
    /// from flask import request
    /// def fetch():
    ///     requests.get(request.args["url"], timeout=3)  # P105
    ///     httpx.post("https://" + request.json["host"] + "/hook")  # P105
    ///     urlopen(f"http://{request.args['ip']}/status")  # P105
    ///     requests.get("https://api.example.org/u/" + request.args["id"], timeout=3)  # P105 HIGH LOW
    ///     requests.get(settings.API + "/ping", params={"q": request.args["q"]}, timeout=3)
    ///     url = request.args["url2"]
    ///     if urlparse(url).hostname in HOSTS:
    ///         requests.get(url, timeout=3)
    /// ```
    ///
    /// ```python
    /// from flask import request
    /// from playwright.sync_api import sync_playwright
    /// from selenium import webdriver
    /// def show(rows):
    ///     driver = webdriver.Firefox()
    ///     driver.get(request.args["url"])  # P105
    ///     with sync_playwright() as engine:
    ///         page = engine.chromium.launch().new_page()
    ///         page.goto("https://" + request.args["host"])  # P105
    ///         page.goto("https://example.org/")
    ///         page.click(request.args["button"])
    ///     driver.find_element("name", request.args["field"])
    ///     rows.get(request.args["url"])
    /// ```
    ///
    /// ```python
    /// import httpx
    /// from fastapi import FastAPI
    /// from pydantic import BaseModel, HttpUrl
    /// app = FastAPI()
    /// class Hook(BaseModel):
    ///     url: HttpUrl
    ///     size: int
    /// @app.post("/hooks")
    /// async def add(hook: Hook, other: HttpUrl):
    ///     httpx.post(str(hook.url))  # P105 HIGH MEDIUM
    ///     httpx.post(str(other))  # P105 HIGH MEDIUM
    ///     httpx.get(f"https://example.org/{hook.size}")
    ///     open(str(other))
    /// ```
    P105 server_side_request_forgery: severity High, confidence High, cwe 918, origin Posse, replaces ["B310"];
    "A value from outside decides which host is called.";
    on Flow(Kind::Host);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
