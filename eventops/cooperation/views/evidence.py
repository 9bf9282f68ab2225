"""What an earlier edition's log says about a problem of the plan."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...log.queries import categories, sectors
from ...words import current_language
from ..evidence import Counts, attach, counts, readable
from ..forms import AttachForm
from .door import bp


@bp.route("/cooperation/evidence", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def evidence(event: Event) -> str | Response | tuple[str, int]:
    """Count an earlier edition's log, and attach what it says to a problem."""
    found = readable(event, g.actor.account_id)
    slug = request.values.get("edition")
    edition, actor = next((each for each in found if slug in (each[0].slug, None)), (None, None))
    if edition is None or actor is None:
        return abort(404) if slug else render_template("cooperation/evidence.html", event=event, editions=[])
    told, names = counts(edition, actor), {each.code: each.name(current_language()) for each in categories()}
    form = AttachForm(told, names, request.args.get("problem", type=int))
    texts = {code: _counted(code, names, told) for code in form.categories.data or ()}
    act = lambda: attach(event, g.actor, form.problem.data, edition, told, texts, form.client_id.data)  # noqa: E731
    if attempted(form, act):
        flash(ngettext("One piece of evidence is attached.", "%(num)s pieces of evidence are attached.", len(texts)))
        return redirect(url_for("planning.section", section="picture", _anchor="evidence"))
    places = {place.code: place.name for place in sectors(edition)}
    shown = {"editions": [each for each, _ in found], "edition": edition, "told": told, "names": names}
    page = render_template("cooperation/evidence.html", event=event, form=form, sectors=places, **shown)
    return page, 422 if form.errors else 200


def _counted(code: str, names: dict[str, str], told: Counts) -> str:
    """What a category's counts say in words: how many, where most, within which hour."""
    hours, most = told.hours[code], told.sectors[code].most_common(3)
    peak = hours.index(max(hours))
    where = [sector for sector, _ in most if sector]
    around = ", ".join([*where, f"{peak:02d}–{(peak + 1) % 24:02d}"])
    name, count = f"{code} {names.get(code, code)}", told.totals[code]
    text = ngettext(
        "%(name)s: %(num)s incident (%(around)s)", "%(name)s: %(num)s incidents (%(around)s)", count,
        name=name, around=around,
    )  # fmt: skip
    return str(text)
