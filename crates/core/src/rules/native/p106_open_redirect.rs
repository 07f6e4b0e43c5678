use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A link to this site then leads to any other one, and a forged login page looks as if it belonged here. Redirect
    /// to a path of the site (`url_for`), or test the host of the address. A lone `/` before the value is not enough:
    /// `//example.org` is another host.
    ///
    /// ```python
    /// from flask import Response, redirect, request, url_for
    /// from django.utils.http import url_has_allowed_host_and_scheme
    /// from werkzeug.urls import url_parse
    /// def go():
    ///     return redirect(request.args.get("next") or "/")  # P106
    /// def header(resp):
    ///     resp.headers["Location"] = request.args["to"]  # P106
    /// def answer():
    ///     return Response("", 302, headers={"Location": request.args["to"]})  # P106
    /// def created():
    ///     return Response("", 201, headers={"Location": request.args["to"]})
    /// def slash():
    ///     return redirect("/" + request.args["to"])  # P106
    /// def item():
    ///     return redirect("/items/" + request.args["id"])
    /// def page():
    ///     return redirect(url_for("item", id=request.args["id"]))
    /// def tested():
    ///     url = request.args["u"]
    ///     if url_has_allowed_host_and_scheme(url, None):
    ///         return redirect(url)
    /// def parsed():
    ///     url = request.args.get("next")
    ///     if not url or url_parse(url).netloc != "":
    ///         url = url_for("index")
    ///     return redirect(url)
    /// ```
    ///
    /// ```python
    /// import os, re
    /// from flask import redirect, request
    /// from settings import ALLOWED_HOSTS
    /// PLACES = ("https://www.example.org/", "https://beta.example.org/")
    /// def listed():
    ///     url = request.args["next"]
    ///     if url.startswith(PLACES):
    ///         return redirect(url)
    /// def each():
    ///     url = request.args["next"]
    ///     if any(url.startswith(place) for place in PLACES):
    ///         return redirect(url)
    /// def unfinished():
    ///     url = request.args["next"]
    ///     if url.startswith(("https://www.example.org", "https://beta.example.org")):
    ///         return redirect(url)  # P106
    /// def taken_out():
    ///     url = request.args["next"]
    ///     host = url.split("/")[2]
    ///     if host in ["www.example.org", "beta.example.org"]:
    ///         return redirect(url)
    /// def known():
    ///     url = request.args["next"]
    ///     host = url.split("//", 1)[1].split("/", 1)[0]
    ///     if host not in ALLOWED_HOSTS:
    ///         return "unknown"
    ///     return redirect(url)
    /// def page_of_site():
    ///     url = request.args["next"]
    ///     if re.match(r"^/[^/]", url):
    ///         return redirect(url)
    /// def any_page():
    ///     url = request.args["next"]
    ///     if re.match(r"^/", url):
    ///         return redirect(url)  # P106
    /// def picture():
    ///     url = request.args["next"]
    ///     if os.path.splitext(url)[1] in (".png", ".jpg"):
    ///         return redirect(url)  # P106
    /// def scheme():
    ///     url = request.args["next"]
    ///     scheme = url.split(":")[0]
    ///     if scheme in ["http", "https"]:
    ///         return redirect(url)  # P106
    /// ```
    ///
    /// ```python
    /// from fastapi import APIRouter
    /// from fastapi.responses import RedirectResponse
    /// from .dependencies import DependsOnUser
    /// router = APIRouter()
    /// @router.get("/home")
    /// def home(user=DependsOnUser, next: str = "/"):
    ///     if not next:
    ///         return RedirectResponse(f"{user.start_page}?new=1")
    ///     return RedirectResponse(next)  # P106
    /// ```
    P106 open_redirect: severity Medium, confidence High, cwe 601, origin Posse;
    "A value from outside decides where the browser goes.";
    on Flow(Kind::Redirect);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
