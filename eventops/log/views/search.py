"""Lists that are searched and narrowed by everything: incidents and lines, in one edition or all; and kept views."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import Actor, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...events.scope import elsewhere
from ...words import current_language
from .. import actions, lines, queries, saved_views
from ..filter_forms import LineSearchForm, SearchForm, ViewForm
from ..filtering import Filters
from ..models import SavedView, Sought
from .choices import audiences
from .door import bp

PAGE = 50
Elsewhere = list[tuple[Event, Sequence[Any]]]


@bp.get("/incidents")
@requires(Permission.LOG_READ)
def incidents(event: Event) -> str:
    """All incidents: narrowed, searched, page by page."""
    form = _form(event, SearchForm)
    found = queries.incidents(event, g.actor, _filters(event, form), before=_before(), limit=PAGE)
    others = _others(event, form, lambda other, actor, by: queries.incidents(other, actor, by, limit=PAGE)[:PAGE])
    return render_template(
        "log/incidents.html", event=event, form=form, incidents=found[:PAGE], older=_older(found), others=others,
        **_views(event, form, Sought.INCIDENTS),
    )  # fmt: skip


@bp.get("/log")
@requires(Permission.LOG_READ)
def line_list(event: Event) -> str:
    """All lines of the log: narrowed, searched, page by page."""
    form = _form(event, LineSearchForm)
    found = queries.entries(event, g.actor, filters=_filters(event, form), before=_before(), limit=PAGE)

    def there(other: Event, actor: Actor, by: Filters) -> Sequence[Any]:
        return [lines.line(each, other) for each in queries.entries(other, actor, filters=by, limit=PAGE)[:PAGE]]

    return render_template(
        "log/line_list.html", event=event, form=form, lines=[lines.line(each, event) for each in found[:PAGE]],
        older=_older(found), others=_others(event, form, there), **_views(event, form, Sought.LINES),
    )  # fmt: skip


@bp.post("/views")
@requires(Permission.LOG_READ)
def save_view(event: Event) -> Any:
    """Keep what the list is narrowed to under a name."""
    form = _view_form(filled=True)
    try:
        lists = Sought(form.lists.data)
    except ValueError:
        abort(422)
    trouble = ""
    if form.validate():
        try:
            actions.save_view(
                event, g.actor, name=form.name.data or "", lists=lists, query=form.query.data or "",
                audience=form.audience.data or None,
            )  # fmt: skip
            return redirect(f"{_list_of(lists)}?{form.query.data or ''}")
        except Refused as refusal:
            trouble = said(refusal)
    return render_template("log/view.html", event=event, form=form, trouble=trouble), 422


@bp.post("/views/<int(max=2147483647):number>/drop")
@requires(Permission.LOG_READ)
def drop_view(event: Event, number: int) -> Response:
    """Take a view of one's own away."""
    found: SavedView = saved_views.view(event, g.actor, number) or abort(404)
    if found.account_id != g.actor.account_id:
        abort(404)
    actions.drop_view(event, g.actor, found)
    return redirect(_list_of(found.lists))


def _form(event: Event, kind: type[Any]) -> Any:
    form = kind(request.args, meta={"csrf": False})
    categories = queries.categories()
    form.offer(categories, queries.sectors(event), current_language())
    form.offer_more(event, categories, audiences())
    return form


def _filters(event: Event, form: SearchForm) -> Filters:
    return form.filters(event) if form.validate() else Filters()


def _before() -> int | None:
    return request.args.get("before", type=int)


def _older(found: Sequence[Any]) -> dict[str, Any] | None:
    return {**request.args, "before": found[PAGE - 1].number} if len(found) > PAGE else None


def _others(event: Event, form: SearchForm, find: Callable[[Event, Actor, Filters], Sequence[Any]]) -> Elsewhere:
    """What other editions have, each as the caller may see it there; a day or a sector is that edition's own."""
    if not form.editions.data or form.errors or _before():
        return []
    known = [elsewhere(slug) for slug in saved_views.editions(event)]
    may = [(other, actor) for other, actor in filter(None, known) if actor.may(Permission.LOG_READ)]
    found = [(other, find(other, actor, form.filters(other))) for other, actor in may]
    return [(other, rows) for other, rows in found if rows]


def _views(event: Event, form: SearchForm, lists: Sought) -> dict[str, Any]:
    keep = _view_form()
    keep.lists.data, keep.query.data = lists.value, form.query()
    series = bool(saved_views.editions(event))
    return {"views": saved_views.views(event, g.actor, lists), "keep": keep, "lists": lists, "series": series}


def _view_form(*, filled: bool = False) -> ViewForm:
    form = ViewForm() if filled else ViewForm(formdata=None)
    form.offer(audiences())
    return form


def _list_of(lists: Sought) -> str:
    return url_for("log.incidents" if lists is Sought.INCIDENTS else "log.line_list")
