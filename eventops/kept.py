"""Which pages a browser may keep a picture of, to open them when there is no contact with the server."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

WHOSE = "X-Kept-For"  # the account whose picture it is; static/worker.js keeps nothing without it

View = TypeVar("View", bound=Callable[..., Any])


def opens_without_contact(view: View) -> View:
    """State that a page may be kept in the browser of who opened it: it shows no person and no compartment."""
    view.opens_without_contact = True  # type: ignore[attr-defined]
    return view


def _say(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, "opens_without_contact") and response.status_code == 200 and "actor" in g:
        response.headers[WHOSE] = str(g.actor.account_id)
    return response


def init_app(app: Flask) -> None:
    """Say it with every such page."""
    app.after_request(_say)
