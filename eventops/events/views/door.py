"""The blueprint of an event's frame, and what its pages have in common."""

from typing import Any, TypeVar

from flask import abort, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ..scope import event_blueprint

bp = event_blueprint("events", "eventops.events", prefix="/events")
Page = str | Response | tuple[str, int]
Row = TypeVar("Row")


def found(row: Row | None) -> Row:
    """The row, or 404."""
    if row is None:
        abort(404)
    return row


def page(template: str, form: FlaskForm, **context: Any) -> Page:
    """A page with a form on it; 422 when something in the form is wrong."""
    return render_template(f"events/{template}.html", form=form, **context), 422 if form.errors else 200
