"""How wide each user has the panes of the live screen, on whatever computer they sign in."""

from flask import Response, abort, request

from ...access import Permission, requires
from ...events.models import Event
from ...events.scope import caller
from ...people.actions import set_panes
from ...people.models import Account
from .door import bp

# In percent of the screen: the log's width, the side's width, the height of what stands below the map.
RANGES = {"log": (25, 60), "side": (14, 35), "low": (15, 80)}


@bp.post("/live/panes")
@requires(Permission.LOG_READ)
def keep_panes(event: Event) -> Response:
    """Remember where the caller has put the edges between the panes; none sent: where they were at first."""
    account = caller() or abort(401)
    set_panes(account, account.as_actor(), _sent())
    return Response(status=204)


def panes_of(account: Account | None) -> dict[str, int]:
    """What was remembered, within the ranges."""
    kept = (account.panes if account else None) or {}
    return {name: min(max(kept[name], least), most) for name, (least, most) in RANGES.items() if name in kept}


def _sent() -> dict[str, int]:
    sent = {name: request.form.get(name, type=int) for name in RANGES}
    return {
        name: value for name, value in sent.items() if value is not None and RANGES[name][0] <= value <= RANGES[name][1]
    }
