"""Redacted editions: what was asked for, the editor that masks with a ground each, and what was given out."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...errors import N_, Refused
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import actions, disclosed, disclosures
from ..disclosure_forms import FIELDS, BeginForm, IssueForm, MaskForm, WithdrawForm
from ..disclosure_models import Disclosure, MaskedField
from ..documents import document
from ..export_models import Format, What
from ..secrecy import grounds, rules
from .door import bp
from .exports import download

Page = str | Response | tuple[str, int]


@bp.get("/evaluation/disclosures")
@requires(Permission.LOG_DISCLOSE)
def all_disclosures(event: Event) -> Page:
    """The editions there are, and the form for a new one."""
    return _all(event, BeginForm(formdata=None))


@bp.post("/evaluation/disclosures")
@requires(Permission.LOG_DISCLOSE)
def begin_disclosure(event: Event) -> Page:
    """Begin an edition."""
    form, begun = BeginForm(), list[Disclosure]()
    if attempted(form, lambda: begun.append(disclosures.begin(event, g.actor, _asking(form)))):
        return redirect(url_for(".one_disclosure", number=begun[0].number))
    return _all(event, form)


@bp.get("/evaluation/disclosures/<int:number>")
@requires(Permission.LOG_DISCLOSE)
def one_disclosure(event: Event, number: int) -> Page:
    """The lines with what is masked in them."""
    return _editor(event, _edition(event, number))


@bp.post("/evaluation/disclosures/<int:number>/masks")
@requires(Permission.LOG_DISCLOSE)
def mask_words(event: Event, number: int) -> Page:
    """Mask words of a line, or of every line."""
    edition, form = _edition(event, number), _mask_form()
    if attempted(form, lambda: _mask(event, edition, form)):
        return _back(edition)
    return _editor(event, edition, mask_form=form)


@bp.post("/evaluation/disclosures/<int:number>/suggestions")
@requires(Permission.LOG_DISCLOSE)
def mask_suggestions(event: Event, number: int) -> Page:
    """Mask what the rules suggest: in one line, or all of it."""
    edition, line = _edition(event, number), request.form.get("line", type=int)
    found = disclosed.lines(event, edition, only=line)
    spots = list(disclosures.suggestions_in(found))
    count = disclosures.mask(event, g.actor, edition, spots)
    flash(ngettext("%(num)s place is masked.", "%(num)s places are masked.", count), "success")
    return _back(edition)


@bp.post("/evaluation/disclosures/<int:number>/masks/<int:mask>/lift")
@requires(Permission.LOG_DISCLOSE)
def lift_mask(event: Event, number: int, mask: int) -> Page:
    """Take a mask away."""
    edition = _edition(event, number)
    disclosures.unmask(event, g.actor, edition, mask)
    return _back(edition)


@bp.post("/evaluation/disclosures/<int:number>/issue")
@requires(Permission.LOG_DISCLOSE)
def issue_disclosure(event: Event, number: int) -> Page:
    """Decide that it is given out."""
    edition, form = _edition(event, number), IssueForm()
    if attempted(form, lambda: disclosures.issue(event, g.actor, edition, form.decider.data or "")):
        flash(gettext("Issued. Take it out as PDF or CSV: each time is on the register."), "success")
        return redirect(url_for(".one_disclosure", number=number))
    return _editor(event, edition, issue_form=form)


@bp.post("/evaluation/disclosures/<int:number>/withdraw")
@requires(Permission.LOG_DISCLOSE)
def withdraw_disclosure(event: Event, number: int) -> Page:
    """Give a draft up."""
    edition, form = _edition(event, number), WithdrawForm()
    if attempted(form, lambda: disclosures.withdraw(event, g.actor, edition, form.reason.data or "")):
        return redirect(url_for(".all_disclosures"))
    return _editor(event, edition, withdraw_form=form)


@bp.post("/evaluation/disclosures/<int:number>/file")
@requires(Permission.LOG_DISCLOSE)
def take_disclosure(event: Event, number: int) -> Any:
    """The issued edition as a file, on the record."""
    edition, form = _edition(event, number), request.form.get("format", "")
    if form not in (Format.PDF, Format.CSV) or not edition.issued_at:
        abort(400)
    asked = actions.Asked(
        format=Format(form), what=What.DISCLOSURE, part=str(number), first=edition.first, last=edition.last,
        recipient=edition.requester, purpose=edition.title, language=edition.language,
    )  # fmt: skip
    return download(event, document(event, g.actor, actions.export_log(event, g.actor, asked)))


def _asking(form: BeginForm) -> disclosures.Asking:
    return disclosures.Asking(
        title=form.title.data or "", requester=form.requester.data or "", reference=form.reference.data or "",
        first=form.first.data, last=form.last.data, incident=form.incident.data, language=current_language(),
        client_id=form.client_id.data,
    )  # fmt: skip


def _mask(event: Event, edition: Disclosure, form: MaskForm) -> None:
    only = None if form.everywhere.data else int(form.line.data or 0)
    found, words = disclosed.lines(event, edition, only=only), (form.words.data or "").strip()
    if form.everywhere.data and not words:
        raise Refused(N_("These words do not stand there."), field="words")
    spots = list(disclosures.words_in(found, MaskedField(form.field.data), words, form.ground.data))
    if not spots:
        raise Refused(N_("These words do not stand there."), field="words")
    disclosures.mask(event, g.actor, edition, spots)


def _mask_form() -> MaskForm:
    form = MaskForm()
    form.offer()
    if not (form.line.data or "").isdecimal():
        abort(400)
    return form


def _edition(event: Event, number: int) -> Disclosure:
    return disclosed.disclosure(event, g.actor, number) or abort(404)


def _back(edition: Disclosure) -> Response:
    after, line = request.form.get("after", type=int), request.form.get("line", type=int)
    where: Any = {"after": after or None, "_anchor": f"line-{line}" if line else None}
    return redirect(url_for(".one_disclosure", number=edition.number, **where))


def _all(event: Event, form: BeginForm) -> Page:
    found = disclosed.disclosures(event, g.actor)
    page = render_template("evaluation/disclosures.html", event=event, found=found, form=form)
    return page, 422 if form.errors else 200


def _editor(event: Event, edition: Disclosure, **forms: Any) -> Page:
    after = request.values.get("after", default=0, type=int)
    walked = disclosed.lines(event, edition, after=after)
    shown = [line for _, line in zip(range(disclosed.PAGE + 1), walked, strict=False)]
    mask_form = MaskForm(formdata=None)
    mask_form.offer()
    told: dict[str, Any] = {
        "mask_form": mask_form, "issue_form": IssueForm(formdata=None), "withdraw_form": WithdrawForm(formdata=None),
        "lines": shown[: disclosed.PAGE], "more": len(shown) > disclosed.PAGE, "after": after, "fields": FIELDS,
        "grounds": grounds(), "rules": rules(), "language": current_language(),
        "count": sum(len(each) for each in disclosed.masks(edition).values()),
    }  # fmt: skip
    wrong = next((form for form in forms.values() if form.errors), None)
    page = render_template("evaluation/disclosure.html", event=event, edition=edition, wrong=wrong, **(told | forms))
    return page, 422 if wrong else 200
