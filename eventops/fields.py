"""The fields of API input: strict about type, size and zone, and plain about what is wrong."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext
from marshmallow import RAISE, Schema, ValidationError, fields, validate

_ = lazy_gettext

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LARGEST = 2**31 - 1  # of what the database numbers


class Input(Schema):
    """Input that has the members it names and no others."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": _("There is no such member."), "type": _("Send a JSON object.")}


class _Plain(fields.Field[Any]):
    """A field that says in one sentence, in the caller's language, what is wrong with it."""

    wrong: LazyString

    def make_error(self, key: str, **_values: Any) -> ValidationError:
        told = {
            "required": _("This is missing."),
            "null": _("This cannot be empty: give a value, or leave the member out."),
        }
        return ValidationError(str(told.get(key, self.wrong)))


class Text(_Plain, fields.String):
    """A string of at most `most` characters, with none that a database refuses."""

    wrong = _("Write a text.")

    def __init__(self, most: int = 200, **more: Any):
        super().__init__(validate=validate.Length(max=most, error=_("At most {max} characters.")), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if "\0" in str(text):
            raise self.make_error("invalid")
        return text


class Code(_Plain, fields.String):
    """One of some codes."""

    def __init__(self, codes: Iterable[str], **more: Any):
        known = [str(code) for code in codes]
        self.wrong = _("Choose one of: %(choices)s.", choices=", ".join(known))
        super().__init__(validate=validate.OneOf(known, error=self.wrong), **more)


class Codes(_Plain, fields.String):
    """Codes of a known kind with commas between; stays a string."""

    def __init__(self, codes: Iterable[str], **more: Any):
        self.known = [str(code) for code in codes]
        self.wrong = _("Choose among: %(choices)s.", choices=", ".join(self.known))
        super().__init__(**more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not set(str(value).split(",")) <= set(self.known):
            raise self.make_error("invalid")
        return value


class Whole(_Plain, fields.Integer):
    """A whole number from `least` to `most`: a JSON number in a body, digits in a query."""

    def __init__(self, least: int, most: int = LARGEST, **more: Any):
        self.wrong = _("Give a whole number from %(least)s to %(most)s.", least=least, most=most)
        super().__init__(strict=True, validate=validate.Range(least, most, error=self.wrong), **more)


class Yes(_Plain, fields.Boolean):
    """Whether something is so."""

    wrong = _("Say true or false.")


class Count(Whole):
    """A whole number written in a query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not (str(value).isascii() and str(value).isdigit() and len(value) < 16):
            raise self.make_error("invalid")
        return int(value)


class Degrees(_Plain, fields.Float):
    """A latitude or longitude in WGS84: a JSON number between -`most` and `most`."""

    def __init__(self, most: int, **more: Any):
        self.wrong = _("Give degrees between -%(most)s and %(most)s.", most=most)
        super().__init__(validate=validate.Range(-most, most, error=self.wrong), **more)

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.make_error("invalid")
        return float(value)


class Amount(_Plain, fields.Float):
    """A number from `least` to `most`: a JSON number."""

    def __init__(self, least: float, most: float, **more: Any):
        self.wrong = _("Give a number from %(least)s to %(most)s.", least=least, most=most)
        super().__init__(validate=validate.Range(least, most, error=self.wrong), **more)

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.make_error("invalid")
        return float(value)


class Box(_Plain, fields.String):
    """A bounding box "west,south,east,north" in degrees; becomes four floats."""

    wrong = _("Give west,south,east,north in degrees.")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError as error:
            raise self.make_error("invalid") from error
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise self.make_error("invalid")
        return west, south, east, north


class Moment(_Plain, fields.AwareDateTime):
    """A time in ISO 8601 with its offset; becomes UTC."""

    wrong = _("Give a time with its offset, such as 2026-08-08T21:30:00+02:00.")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        moment = super()._deserialize(value, attr, data, **more)
        if not EARLIEST < moment < LATEST:
            raise self.make_error("invalid")
        return moment.astimezone(UTC)


class ClientId(_Plain, fields.UUID):
    """The UUID a client makes so that sending twice does nothing twice; becomes its usual spelling."""

    wrong = _("Give a UUID that you have made for this.")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return str(super()._deserialize(value, attr, data, **more))
