"""Whether everybody can be reached also when something fails: what a communications plan leaves open."""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any, NamedTuple

from ..errors import N_
from .models import Channel


class Gap(NamedTuple):
    """Something left open: what, in words with `values`, and the part it is about ("channels-3")."""

    text: str
    values: dict[str, Any]
    place: str


def gaps(channels: Sequence[Any], call_signs: Sequence[Any]) -> Iterator[Gap]:
    """Channels that lead nowhere when they fail, and call signs that listen to none."""
    by_number = {channel.number: channel for channel in channels}
    for channel in channels:
        values, place = {"name": channel.name}, f"channels-{channel.number}"
        if channel.stranded:
            yield Gap(N_("%(name)s has nothing to fall back on."), values, place)
        elif channel.fallback and {each.system for each in chain(channel, by_number)} == {channel.system}:
            yield Gap(N_("%(name)s falls back only on what fails together with it."), values, place)
    for sign in call_signs:
        if sign.channel is None:
            yield Gap(N_("%(name)s listens to no channel."), {"name": sign.sign}, f"call_signs-{sign.number}")


def chain(channel: Channel, by_number: dict[int, Channel]) -> list[Channel]:
    """A channel and what it falls back on, one after the other, until it would begin anew."""
    found, following = [channel], by_number.get(channel.fallback or 0)
    while following is not None and following not in found:
        found.append(following)
        following = by_number.get(following.fallback or 0)
    return found


def timetable(channels: Sequence[Any]) -> list[tuple[time, list[Any]]]:
    """The radio checks of a day: each time with the channels that are checked then."""
    times = sorted({moment for channel in channels for moment in channel.check_times})
    return [(moment, [each for each in channels if moment in each.check_times]) for moment in times]
