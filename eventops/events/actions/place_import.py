"""Taking in places from a file: what each row would do is judged first, and what can be taken is taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ...access import Actor
from ...beside import in_turns
from ...errors import N_, Refused
from ...extensions import db
from ..models import Event, Place, PlaceKind
from ..place_files import Row
from ..shapes import fingerprint
from .places import SOME, Said, Wanted, lay, said_of, same, seen

NAMED = "X"  # how the codes begin of places whose file gives them none


class Taking(StrEnum):
    """What an import does with a row."""

    ADDED = "added"
    CHANGED = "changed"
    STANDING = "standing"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row: what it says as it would be stored, or why it is refused."""

    line: int
    taking: Taking
    code: str | None
    name: str | None
    said: Said = field(default_factory=dict)
    standing: Place | None = None
    was: Said | None = None  # what that said when it was judged
    reason: Refused | None = None


@dataclass(frozen=True)
class Outcome:
    """What an import came to, or would come to."""

    verdicts: list[Verdict]

    def of(self, taking: Taking) -> list[Verdict]:
        """The rows with which this is done."""
        return [each for each in self.verdicts if each.taking is taking]

    def count(self, taking: Taking) -> int:
        """How many they are."""
        return len(self.of(taking))


@dataclass
class Known:
    """The places there are and those of the rows before, by code and by what they say."""

    codes: dict[str, Place | Said]
    alike: set[Any]
    next: int = 0

    def fresh_code(self) -> str:
        """A code that nothing has."""
        while True:
            self.next += 1
            if (code := f"{NAMED}{self.next}") not in self.codes:
                return code


def judge(event: Event, rows: Iterable[Row], *, kind: PlaceKind = PlaceKind.OTHER, update: bool = False) -> Outcome:
    """What taking these rows would do; nothing is changed.

    `kind` is for rows that say none. A row without a code is known by its kind, name and geometry, else it gets a code.
    A place that is there and says otherwise is changed with `update`, and refused without.
    """
    standing = db.select(Place).filter_by(event_id=event.id).execution_options(yield_per=SOME)
    places = list(in_turns(db.session.scalars(standing), SOME))
    alike = {_likeness(place.kind, place.name, place.geometry) for place in places}
    known = Known({place.code: place for place in places}, alike)
    return Outcome([_judged(event, row, known, kind, update) for row in in_turns(rows, SOME)])


def take_places(
    event: Event,
    actor: Actor,
    rows: Iterable[Row],
    *,
    kind: PlaceKind = PlaceKind.OTHER,
    update: bool = False,
) -> Outcome:
    """Take all rows that can be taken, each place on the record, in changes of some hundred places.

    An import that is cut off is finished by taking the same rows again.
    """
    outcome = judge(event, rows, kind=kind, update=update)
    coming = [each for each in outcome.verdicts if each.taking in (Taking.ADDED, Taking.CHANGED)]
    left = lay(event, actor, [Wanted(each.said, each.standing, each.was) for each in coming])
    refused = {each.line: left[each.said["code"]] for each in coming if each.said["code"] in left}
    return Outcome([_refused(each, refused.get(each.line)) for each in outcome.verdicts])


def _judged(event: Event, row: Row, known: Known, kind: PlaceKind, update: bool) -> Verdict:
    if row.problem is not None:
        return Verdict(row.line, Taking.REFUSED, row.code, row.name, reason=row.problem)
    try:
        said = _said(event, row, known, kind)
        standing = known.codes.get(said["code"]) if said else None
        taking = _taking(said, standing, update)
    except Refused as reason:
        return Verdict(row.line, Taking.REFUSED, row.code, row.name, reason=reason)
    if not said:
        return Verdict(row.line, Taking.STANDING, row.code, row.name)
    known.codes[said["code"]] = standing if isinstance(standing, Place) and taking is Taking.STANDING else said
    known.alike.add(_likeness(**said))
    held = standing if isinstance(standing, Place) else None
    return Verdict(row.line, taking, said["code"], said["name"], said, held, held and seen(held))


def _said(event: Event, row: Row, known: Known, kind: PlaceKind) -> Said:
    """What a row says; nothing when it gives no code and its like is there already."""
    try:
        kind = PlaceKind(row.kind) if row.kind else kind
    except ValueError:
        raise Refused(N_("There is no kind of place called %(kind)s."), field="kind", kind=row.kind) from None
    said = said_of(event, kind, row.code or NAMED, row.name or row.code or "", row.geometry, row.width_m)
    if row.code is None:
        if _likeness(**said) in known.alike:
            return {}
        said["code"] = known.fresh_code()
    return said


def _taking(said: Said, standing: Place | Said | None, update: bool) -> Taking:
    if not said:
        return Taking.STANDING
    if standing is None:
        return Taking.ADDED
    if isinstance(standing, dict):
        if standing == said:
            return Taking.STANDING
        raise Refused(N_("%(code)s stands in the file twice."), field="code", code=said["code"])
    if standing.dropped_at is not None:
        raise Refused(N_("%(code)s has been taken away. Put it back first."), field="code", code=standing.code)
    if same(standing, said):
        return Taking.STANDING
    if not update:
        raise Refused(N_("%(code)s is there already and says otherwise."), field="code", code=standing.code)
    return Taking.CHANGED


def _refused(verdict: Verdict, reason: Refused | None) -> Verdict:
    return replace(verdict, taking=Taking.REFUSED, reason=reason) if reason else verdict


def _likeness(kind: PlaceKind, name: str, geometry: Any, **_: Any) -> tuple[str, str, str | None]:
    return str(kind), name, fingerprint(geometry)
