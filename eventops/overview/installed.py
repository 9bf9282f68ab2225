"""What makes the system an app of its own on a computer or a phone, and lets it open without contact."""

from flask import Blueprint, Response, current_app, render_template

from ..access import public

bp = Blueprint("installed", __name__)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What the installed app is called and looks like."""
    return Response(render_template("overview/manifest.json"), mimetype="application/manifest+json")


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The service worker; it stands at the root because it answers for every page."""
    response = current_app.send_static_file("js/worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
@public
def offline() -> str:
    """The page that the worker shows for what it has no picture of."""
    return render_template("overview/offline.html")
