"""Promises to the public: written, published, withdrawn."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...planning import actions as planning
from ...planning.queries import history
from ...planning.reference import indicators
from ...planning.views.section import or_show_both
from ...words import current_language, label
from .. import promises as acts
from ..models import Promise
from ..promise_forms import PromiseForm, PublishForm, WithdrawForm
from .door import bp

Page = Any
Acting = tuple[str, FlaskForm | None]


@bp.get("/cooperation/promises")
@requires(Permission.COOPERATION_READ)
def promises(event: Event) -> Page:
    """The promises that the caller may see."""
    return _page(event)


@bp.route("/cooperation/promises/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def new_promise(event: Event) -> Page:
    """Write a promise; ?problem=3 begins with the problem area it is about."""
    form = PromiseForm()
    if request.method == "GET":
        form.begin(request.args)
    if attempted(form, lambda: planning.add(event, g.actor, Promise, form.said(), form.client_id.data)):
        return redirect(url_for(".promises", _anchor="promises"))
    return _page(event, form, "promises-new")


@bp.route("/cooperation/promises/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def promise(event: Event, number: int) -> Page:
    """Reword a promise; what is published stays until it is published again."""
    known = _promise(event, number)
    form = PromiseForm(known)
    act = lambda: planning.edit(event, g.actor, known, form.said(), form.seen())  # noqa: E731
    if attempted(form, lambda: or_show_both(form, known, act, _spoken)):
        return redirect(url_for(".promises", _anchor=f"promises-{number}"))
    return _page(event, form, f"promises-{number}")


@bp.post("/cooperation/promises/<int(max=2147483647):number>/publish")
@requires(Permission.COOPERATION_LEAD)
def publish_promise(event: Event, number: int) -> Page:
    """Show it to everybody."""
    form = PublishForm(prefix=f"publish{number}")
    act = lambda known: acts.publish(event, g.actor, known, form.because.data or "")  # noqa: E731
    return _acted(event, number, form, "publish", act, gettext("Published. Everybody can read it now."))


@bp.post("/cooperation/promises/<int(max=2147483647):number>/withdraw")
@requires(Permission.COOPERATION_LEAD)
def withdraw_promise(event: Event, number: int) -> Page:
    """Take it back."""
    form = WithdrawForm(prefix=f"withdraw{number}")
    act = lambda known: acts.withdraw(event, g.actor, known, form.reason.data or "")  # noqa: E731
    return _acted(event, number, form, "withdraw", act, gettext("Withdrawn. The public page says so."))


def _acted(
    event: Event, number: int, form: FlaskForm, name: str, act: Callable[[Promise], None], said: str
) -> Page:  # fmt: skip
    known = _promise(event, number)
    if attempted(form, lambda: act(known)):
        flash(said, "success")
        return redirect(url_for(".promises", _anchor=f"promises-{number}"))
    return _page(event, acting=(f"{name}{number}", form))


def _page(event: Event, form: PromiseForm | None = None, editing: str = "", acting: Acting = ("", None)) -> Page:
    found = acts.promises(event, g.actor)
    leads = g.actor.may(Permission.COOPERATION_LEAD)
    told: dict[str, Any] = {
        "found": found, "form": form, "editing": editing, "leads": leads, "words": PromiseForm, "history": history,
        "may_write": planning.may_write, "language": current_language(), "indicators": indicators(),
        "unpromised": acts.unpromised(event, g.actor, found) if leads and g.actor.may(Permission.PLAN_READ) else [],
        "reworded": lambda each: each.published is not None and each.published != acts.frozen(event, each),
        "publish_form": lambda number: _form(acting, f"publish{number}", PublishForm),
        "withdraw_form": lambda number: _form(acting, f"withdraw{number}", WithdrawForm),
    }  # fmt: skip
    wrong = any(each and each.errors for each in (form, acting[1]))
    return render_template("cooperation/promises.html", event=event, **told), 422 if wrong else 200


def _form(acting: Acting, name: str, shape: type[FlaskForm]) -> FlaskForm:
    return acting[1] if acting[0] == name and acting[1] else shape(None, prefix=name)


def _promise(event: Event, number: int) -> Promise:
    return acts.promise(event, g.actor, number) or abort(404)


def _spoken(_plural: str, name: str, value: Any) -> str:
    if name == "audience":
        return label("audience", value)
    if name == "partners":
        return ", ".join(g.partner_names().get(slug, slug) for slug in value or ())
    return str(value if value is not None else "")
