"""What came of a promise to the public: the indicator it was bound to, and the result that is published."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext

from ...access import POLICE, Permission, requires
from ...cooperation import promises as acts
from ...cooperation.models import Promise
from ...cooperation.promise_forms import ResultForm
from ...events.models import Event
from ...forms import attempted
from ...planning.actions import may_write
from ...planning.reference import indicators
from ...words import current_language
from ..indicators import QUICK, computed, outcome
from ..measured import measured, told_of
from ..outcome_words import final
from .door import bp

Page = Any


@bp.route("/evaluation/promises/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def promise_result(event: Event, number: int) -> Page:
    """Publish what came of a promise, beside what its indicator says now."""
    promise = acts.promise(event, g.actor, number) or abort(404)
    if not may_write(g.actor, promise) or not g.actor.hears(POLICE) or not promise.published:
        abort(404)
    now = _now(event, promise)
    form = ResultForm(data=_known(promise, now))
    if attempted(form, lambda: acts.tell_result(event, g.actor, promise, _said(form))):
        flash(gettext("The result is published."), "success")
        return redirect(url_for("cooperation.promises", _anchor=f"promises-{number}"))
    told = {"promise": promise, "form": form, "value": now, "final": final(event), "language": current_language()}
    page = render_template("evaluation/promise_result.html", event=event, indicators=indicators(), **told)
    return page, 422 if form.errors else 200


def _now(event: Event, promise: Promise) -> float | None:
    """What the published indicator says now, in its unit."""
    bound = (promise.published or {}).get("indicator")
    value = _told(event, bound["code"]) if bound else None
    return None if value is None else round(value, 2)


def _told(event: Event, code: str) -> float | None:
    if code in QUICK:
        return computed(outcome(event, g.actor), code)
    found = measured(event, g.actor)
    return told_of(code, found.values, found.result)


def _known(promise: Promise, now: float | None) -> dict[str, Any]:
    if promise.result:
        kept = {True: "yes", False: "no", None: ""}[promise.result["kept"]]
        return {**promise.result, "kept": kept}
    return {"value": now}


def _said(form: ResultForm) -> dict[str, Any]:
    kept = {"yes": True, "no": False}.get(form.kept.data)
    words = {name: (form[name].data or "").strip() for name in ("sv", "en")}
    return {"value": form.value.data, "kept": kept, **words}
