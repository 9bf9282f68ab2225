"""What of the board is shown: filters that stand in its address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .models import Function, Shift
from .staffing import Staffing

SHOWN: dict[str, Callable[[Staffing, Shift], int]] = {
    "gaps": lambda staffing, shift: max(shift.needed - len(staffing.by_shift.get(shift.id, ())), 0),
    "unnotified": lambda staffing, shift: staffing.unnotified(shift),
    "expiring": lambda staffing, shift: len(staffing.ending(shift)),
    "absent": lambda staffing, shift: staffing.absent(shift),
}


@dataclass(frozen=True)
class Sieve:
    """Which shifts are let through; what is None lets all. `partner` is the organisation of somebody on the shift."""

    partner: int | None = None
    sector: str | None = None
    function: Function | None = None
    show: str | None = None  # a key of SHOWN

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return self == Sieve()

    def shifts(self, shifts: Sequence[Shift], staffing: Staffing) -> list[Shift]:
        """Those that pass, in their order."""
        return [shift for shift in shifts if self._lets(shift, staffing)]

    def _lets(self, shift: Shift, staffing: Staffing) -> bool:
        return (
            (self.partner is None or staffing.of(self.partner, shift))
            and (self.sector is None or self.sector == sector_of(shift))
            and (self.function is None or shift.function is self.function)
            and (self.show is None or SHOWN[self.show](staffing, shift) > 0)
        )

    def address(self, **other: Any) -> dict[str, Any]:
        """The same as parameters of an address, some of them others."""
        return {key: value for key, value in asdict(replace(self, **other)).items() if value is not None}


def sector_of(shift: Shift) -> str | None:
    """The code of the sector that a shift's post lies in, or is."""
    place = shift.place
    if place is None:
        return None
    return str(place.sector.code if place.sector else place.code)


def counted(shifts: Sequence[Shift], staffing: Staffing) -> Mapping[str, int]:
    """How much is to be done of each kind: people missing, guards not notified, people with a credential that ends."""
    told = {key: sum(count(staffing, shift) for shift in shifts) for key, count in SHOWN.items()}
    return {**told, "expiring": len(set().union(*(staffing.ending(shift) for shift in shifts)))}
