"""Whether what a list of people is judged by has changed since: read from the record, for every change stands there."""

from dataclasses import dataclass

from sqlalchemy import or_

from ...audit import AuditRecord, Chain
from ...extensions import db

WEIGHED = (
    "person", "credential", "organisation", "partner", "event", "day", "place", "shift", "need", "assignment",
    "enlistment", "wish", "guard", "suspension", "roster_limit", "swap", "filling",
)  # fmt: skip


@dataclass(frozen=True)
class Since:
    """How far each chain had come."""

    lengths: dict[str, int]

    @classmethod
    def now(cls) -> "Since":
        """From this moment."""
        return cls(_lengths())

    def moved(self) -> bool:
        """Whether somebody has changed people, their credentials and duties, or the event's days, posts and shifts."""
        return any(
            self._weighed(chain, self.lengths.get(chain, 0))
            for chain, length in _lengths().items()
            if length != self.lengths.get(chain, 0)
        )

    def _weighed(self, chain: str, length: int) -> bool:
        query = db.select(AuditRecord.id).where(AuditRecord.chain == chain, AuditRecord.number > length)
        about = or_(*(AuditRecord.what.startswith(f"{thing}.") for thing in WEIGHED))
        return db.session.scalars(query.where(about).limit(1)).first() is not None


def _lengths() -> dict[str, int]:
    return {name: length for name, length in db.session.execute(db.select(Chain.name, Chain.length))}
