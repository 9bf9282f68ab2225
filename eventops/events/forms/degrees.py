"""Degrees as people type them."""

from wtforms import FloatField


class DegreesField(FloatField):
    """Degrees with a decimal point or a decimal comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(",", ".") for value in valuelist])
