"""A promise as the public reads it: without account, cookie or anything that counts who reads."""

from flask import Blueprint, abort, render_template, request
from flask_babel import force_locale

from ...access import nobodys
from ...words import current_language
from .. import promises as acts

bp = Blueprint("by_promise", __name__, url_prefix="/promises/<slug>")


@nobodys
@bp.get("")
def page(slug: str) -> str:
    """What was promised, by whom, and what came of it; ?lang=en in that language."""
    promise = acts.public(slug) or abort(404)
    asked = request.args.get("lang", "")
    language = asked if asked in ("sv", "en") else current_language()
    with force_locale(language):
        others = [each for each in acts.public_of(promise.event) if each is not promise]
        told = {"promise": promise, "told": promise.published, "result": promise.result, "language": language}
        return render_template("cooperation/promise_public.html", event=promise.event, others=others, **told)
