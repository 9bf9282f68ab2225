"""The door all views of the roster hang on."""

from flask import g
from werkzeug.wrappers import Response

from ... import push
from ...events.scope import event_blueprint

bp = event_blueprint("roster", __name__)
Page = str | Response | tuple[str, int]


@bp.before_request
def stand() -> None:
    """Know how far each feed has come before anything is read, so that nothing falls between."""
    if "actor" in g:
        g.feeds = push.standing(g.event.chain, g.actor.feeds)
