"""Routes under /events/<slug>/ receive the Event itself; who calls, and what they may, is settled before."""

from functools import cache, partial
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import and_, bindparam, func
from sqlalchemy.orm import aliased
from werkzeug.wrappers import Response

from ..access import GRANTS, Actor, Permission, feeds_of
from ..extensions import csrf, db
from ..people import tokens
from ..people.models import Account, ApiToken
from .models import Event, Membership, Partner

# Asked on every request, so built once.
STANDING = (
    db.select(Membership)
    .join(Membership.event)
    .join(Membership.partner)
    .where(
        Event.slug == bindparam("slug"), Membership.account_id == bindparam("account"), Membership.revoked_at.is_(None)
    )
    .options(
        db.contains_eager(Membership.event), db.contains_eager(Membership.partner).joinedload(Partner.organisation)
    )
    .order_by(Membership.id)
)
PARTNERS = db.select(Partner.slug).where(Partner.event_id == bindparam("event")).order_by(Partner.slug)

# A program shows a token with each request, and somebody waits for the answer: all of it in one question.
_each = aliased(Partner)
_sought = db.select(Event.id).where(Event.slug == bindparam("slug")).scalar_subquery()
_slugs = db.select(func.aggregate_strings(_each.slug, " ")).where(_each.event_id == _sought).scalar_subquery()
SHOWN = (
    db.select(ApiToken, Membership, _slugs)
    .join(ApiToken.account)
    .outerjoin(
        Membership,
        and_(
            Membership.account_id == Account.id, Membership.event_id == _sought, Membership.revoked_at.is_(None)
        ),
    )
    .outerjoin(Membership.event)
    .outerjoin(Membership.partner)
    .where(ApiToken.digest == bindparam("digest"))
    .options(
        db.load_only(ApiToken.event_slug, ApiToken.expires_at, ApiToken.revoked_at),
        db.contains_eager(ApiToken.account).options(
            db.load_only(Account.email, Account.name, Account.active, Account.is_admin, Account.language),
            db.lazyload(Account.organisation),
        ),
        db.contains_eager(Membership.event),
        db.contains_eager(Membership.partner).joinedload(Partner.organisation),
    )
    .order_by(Membership.id)
    .limit(1)
)  # fmt: skip


def event_blueprint(name: str, import_name: str, prefix: str = "/events/<event>") -> Blueprint:
    """A blueprint whose views get the Event as `event`; `g.actor` is the caller in it. Strangers get 404."""
    blueprint = Blueprint(name, import_name, url_prefix=prefix)
    scope(blueprint)
    return blueprint


def scope(blueprint: Blueprint) -> None:
    """Make a blueprint's <event> the Event, for members only."""
    blueprint.url_value_preprocessor(_load)
    blueprint.url_defaults(_remember)


def _load(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is None or "event" not in values:
        return
    account, held, partners = _who(values["event"])
    if account is None:
        return
    if held is None or not _token_reaches(values["event"]):
        abort(404)
    g.membership, g.actor = held, actor_of(held, partners)
    g.event = values["event"] = held.event
    g.partner_names = cache(partial(_names_of_partners, g.event.id))


def _who(slug: str) -> tuple[Account | None, Membership | None, list[str] | None]:
    token = _bearer()
    if token is None:
        account = caller()
        return account, membership(account, slug) if account else None, None
    row = db.session.execute(SHOWN, {"digest": tokens.digest(token), "slug": slug}).one_or_none()
    shown, held, slugs = row or (None, None, None)
    g.caller, g.token_event = tokens.bearer(shown) or (None, None)
    return g.caller, held, sorted((slugs or "").split())


def _names_of_partners(event: int) -> dict[str, str]:
    """What the partners of an event are called, by slug."""
    query = db.select(Partner.slug, Partner.name).filter_by(event_id=event)
    return {slug: name for slug, name in db.session.execute(query)}


def _remember(endpoint: str, values: dict[str, Any]) -> None:
    if "event" in g:
        values.setdefault("event", g.event.slug)


def caller() -> Account | None:
    """The account that calls: by its token if it shows one, else by its session."""
    if "caller" not in g:
        g.caller, g.token_event = _by_token() if _bearer() else (_by_session(), None)
    return g.caller  # type: ignore[no-any-return]


def membership(account: Account, slug: str) -> Membership | None:
    """The account's standing membership of an event, the chosen one first if it has several."""
    held = db.session.scalars(STANDING, {"slug": slug, "account": account.id}).all()
    chosen = session.get("acting", {}).get(slug) if not _bearer() else None
    return next((each for each in held if each.id == chosen), held[0] if held else None)


def elsewhere(slug: str) -> tuple[Event, Actor] | None:
    """Another event, and what the caller is in it; None for who is no member of it."""
    _, held, partners = _who(slug)
    if held is None or not _token_reaches(slug):
        return None
    return held.event, actor_of(held, partners)


def actor_of(member: Membership, partners: list[str] | None = None) -> Actor:
    """What a member is to the rules; `partners` are the slugs of the event's partners, if the caller knows them."""
    if partners is None and member.partner.inner:
        partners = list(db.session.scalars(PARTNERS, {"event": member.event_id}))
    return Actor(
        name=member.account.name,
        role=member.role,
        account_id=member.account_id,
        organisation=member.partner.name,
        partner=member.partner.slug,
        feeds=feeds_of(member.role, inner=member.partner.inner, own=member.partner.slug, partners=partners or ()),
        permissions=GRANTS[member.role],
    )


def office_actor() -> Actor:
    """The signed-in account acting outside any event."""
    account = caller()
    assert account is not None
    organisation = account.organisation.name if account.organisation else ""
    return Actor(name=account.name, account_id=account.id, organisation=organisation)


def guard() -> Response | None:
    """Before every view: the route's own statement decides who comes in; a route that states nothing lets nobody in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    stated = "public" if request.endpoint == "static" else getattr(view, "requires", None)
    if stated != "public" and caller() is None:
        return _sign_in()
    _check_origin()
    _check_whose()
    if stated != "public":
        _check(stated)
    return None


def _check(stated: str | Permission | None) -> None:
    if stated == "account":
        return
    if stated == "admin":
        abort(404) if not g.caller.is_admin else None
    elif "actor" not in g or not isinstance(stated, Permission) or not g.actor.may(stated):
        abort(403)


def _check_origin() -> None:
    view = current_app.view_functions[request.endpoint or ""]
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _bearer() and not hasattr(view, "nobody_signed_in"):
        csrf.protect()


def _check_whose() -> None:
    """What waited in a browser names its account: nobody who signed in there meanwhile sends it as their own (412)."""
    whose = request.headers.get("X-Account")
    if whose is not None and str(getattr(caller(), "id", "")) != whose:
        abort(412)


def _sign_in() -> Response:
    if request.path.startswith("/api/") or request.headers.get("HX-Request"):
        abort(401)
    if request.method != "GET":
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _bearer() -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else None


def _by_token() -> tuple[Account | None, str | None]:
    return tokens.account_of(_bearer() or "") or (None, None)


def _by_session() -> Account | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def _token_reaches(slug: str) -> bool:
    return g.token_event in (None, slug)


def init_app(app: Flask) -> None:
    """Let no request reach a view unguarded."""
    app.before_request(guard)
