"""What the forms of the command post offer their writer."""

from flask import g

from ...access import ALL, PARTNER
from ...words import label


def audiences() -> list[tuple[str, str]]:
    """The audiences the caller can write to, widest first."""
    feeds = sorted(g.actor.feeds, key=lambda feed: (feed != ALL, feed.startswith(PARTNER)))
    return [(feed, label("audience", feed)) for feed in feeds]
