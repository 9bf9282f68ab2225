"""What every part of a plan is: a numbered row that its planners write together, and that is dropped, never deleted."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ...access import PARTNER, POLICE, Permission
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Legacy(StrEnum):
    """What becomes of a part in the next edition: it is copied, or proposed for decision, or left where it is."""

    COPIED = "copied"
    PROPOSED = "proposed"
    LEFT = "left"


FOLLOWING = ""  # said of an audience: the partners that the part concerns, whoever they become


class Part(Recorded):
    """One part. `FIELDS` are what planners say of it, each a column; `REFERENCES` are those that name something else.

    A reference is kept as what it is called and nobody can change: a partner's slug, a sector's or place's code, the
    number of another part; a list of them where the column holds JSON.
    """

    KIND: ClassVar[str] = ""
    PLURAL: ClassVar[str] = ""
    TITLE: ClassVar[str] = "text"  # the field that it is headed by
    FIELDS: ClassVar[tuple[str, ...]] = ()
    ACTED: ClassVar[tuple[str, ...]] = ()  # what acts of their own say of it, such as who decided it
    FOLLOWED: ClassVar[tuple[str, ...]] = ()  # how it went: on the record, but no part of a frozen plan
    REFERENCES: ClassVar[dict[str, str]] = {}
    LONGEST: ClassVar[int] = 2_000  # characters of a text
    OWNER: ClassVar[str | None] = None  # the field that names the partner who answers for it, and may edit it
    LED: ClassVar[tuple[str, ...]] = ()  # fields that only those say who plan the whole event
    ONE_PER: ClassVar[str | None] = None  # the field that no two parts of the plan say the same in
    OF_ITS_EDITION: ClassVar[tuple[str, ...]] = ()  # fields that the next edition does not inherit
    LASTING: ClassVar[tuple[str, ...]] = ()  # days that the next edition does not move, such as those of a signed paper
    INHERITED: ClassVar[tuple[str, ...]] = ()  # of what acts say, what the next edition inherits
    SHARED: ClassVar[bool] = False  # whether the partners it concerns see it unless somebody says otherwise
    WRITTEN_BY: ClassVar[Permission] = Permission.PLAN_EDIT  # what one needs to write any of its kind
    LASTS: ClassVar[bool] = False  # whether it is written when the event is over, too

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(36))
    audience: Mapped[str] = mapped_column(default=POLICE)
    revision: Mapped[int] = mapped_column(default=1)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_because: Mapped[str | None]

    @declared_attr
    def event(cls) -> Mapped[Event]:
        return relationship()

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"), *cls.constraints())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """What else its table holds to."""
        return ()

    @property
    def topic(self) -> str:
        return f"{self.KIND}/{self.number}"

    @property
    def title(self) -> str:
        """What it is headed by."""
        return str(getattr(self, self.TITLE) or "")

    @property
    def owned_by(self) -> str | None:
        """The slug of the partner who answers for it, if one does."""
        return getattr(self, self.OWNER) if self.OWNER else None

    def check(self) -> None:
        """Raise Refused for what cannot be said of it; only rules that need nothing else."""

    def follow(self) -> None:
        """Draw what follows from what was just said of it, such as that an acceptance no longer stands."""

    def disown(self, said: Mapping[str, Any]) -> None:
        """Draw what follows from what its owner is about to say, and those who plan the whole event have not."""

    @classmethod
    def concerns(cls, said: Mapping[str, Any]) -> set[str]:
        """The slugs of the partners that a part which says this concerns; each signs it."""
        owner = said.get(cls.OWNER) if cls.OWNER else None
        return {owner} if owner else set()

    @property
    def legacy(self) -> Legacy:
        """What becomes of it in the next edition."""
        return Legacy.LEFT if set(self.FIELDS) <= set(self.OF_ITS_EDITION) else Legacy.COPIED

    @property
    def usual_audience(self) -> str:
        """Who sees it unless somebody says otherwise."""
        return among(self.concerns(self.said())) if self.SHARED else POLICE

    def said(self) -> dict[str, Any]:
        """What planners say of it, as data."""
        return {name: plain(getattr(self, name)) for name in (*self.FIELDS, "audience")}

    def snapshot(self) -> dict[str, Any]:
        kept = {"dropped_at": iso(self.dropped_at), "dropped_because": self.dropped_because}
        acted = {name: plain(getattr(self, name)) for name in (*self.ACTED, *self.FOLLOWED)}
        return {"type": self.KIND, "number": self.number, **self.said(), **acted, **kept}


def plain(value: Any) -> Any:
    """A column's value as data: codes for enumerations, ISO 8601 for days and times."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) or hasattr(value, "isoformat") else value


def among(partners: Iterable[str]) -> str:
    """The audience of what concerns some partners: they and the police; the police alone if it concerns nobody else."""
    return "+".join(f"{PARTNER}{slug}" for slug in sorted(partners)) or POLICE


def alive(kind: type[Any], event: Event) -> Any:
    """A query for the parts of a kind that the plan still holds, in their order."""
    return db.select(kind).filter_by(event_id=event.id, dropped_at=None).order_by(kind.number)
