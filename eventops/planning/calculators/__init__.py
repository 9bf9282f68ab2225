"""The calculators of domain R50-R62: pure functions on numbers that are reference data."""

from .calculator import Calculator, Input, Kind, Line, Result, Verdict
from .capacity import CAPACITY
from .custody import CUSTODY
from .exits import EXITS
from .figures import figures, version
from .first_aid import FIRST_AID, SCORE
from .holding import HOLDING
from .ingress import INGRESS
from .maurer import MAURER
from .occupancy import OCCUPANCY
from .presentations import PRESENTATIONS
from .staffing import GUARDS, POLICE
from .walkway import WALKWAY

# In the order of the page: what comes in, has room and gets out; then who looks after them.
CALCULATORS: dict[str, Calculator] = {
    each.name: each
    for each in (
        HOLDING, INGRESS, EXITS, CAPACITY, OCCUPANCY, WALKWAY, GUARDS, POLICE, CUSTODY, PRESENTATIONS, MAURER,
        FIRST_AID, SCORE,
    )
}  # fmt: skip

__all__ = [
    "CALCULATORS", "Calculator", "Input", "Kind", "Line", "Result", "Verdict", "figures", "version",
    "work_out",
]  # fmt: skip


def work_out(name: str, said: dict[str, object]) -> Result:
    """What a calculator finds; raises Refused for inputs that cannot be."""
    return CALCULATORS[name].work(said, figures(name))
