"""The risks on paper: the register, and the matrix before and after what is done."""

from typing import Any

from flask_babel import gettext

from ..bands import band, bands
from . import blocks
from .blocks import Block
from .ledger import under, under_its_name
from .reading import Reading, Said

JUDGED = {"before": ("likelihood", "consequence"), "after": ("residual_likelihood", "residual_consequence")}
Score = dict[str, Any] | str


def register(reading: Reading) -> list[Block]:
    """All risks, what remains highest first."""
    highest_first = sorted(reading.parts("risks"), key=_remaining, reverse=True)
    return under_its_name("risks", table(reading, highest_first))


def table(reading: Reading, risks: list[Said]) -> list[Block]:
    """Some risks, each with its score before and after; nothing where there are none."""
    heads = (
        gettext("No."), gettext("Risk"), gettext("Before"), gettext("What is done"), gettext("After"),
        gettext("Answers for it"),
    )  # fmt: skip
    return [blocks.table(heads, [_row(reading, risk) for risk in risks], (0, 4, 0, 5, 0, 2))] if risks else []


def matrices(reading: Reading) -> list[Block]:
    """Where the risks stand before and after what is done."""
    risks = reading.parts("risks")
    drawn = [
        blocks.beside(
            _matrix(gettext("Before measures"), risks, *JUDGED["before"]),
            _matrix(gettext("After measures"), risks, *JUDGED["after"]),
        ),
        blocks.bands((name, f"{words()[name]}, {gettext('up to %(score)s', score=upto)}") for name, upto in bands()),
    ]
    return under(gettext("Risk matrix"), drawn if risks else [])


def accepted(reading: Reading) -> list[Block]:
    """What remains high, and who has accepted it by name."""
    names = ("accepted_by", "accepted_at", "accepted_because")
    told = [risk for risk in reading.parts("risks") if risk.get("accepted_by")]
    found = [blocks.card(_title(reading, risk), reading.facts("risks", risk, names)) for risk in told]
    return under(gettext("Accepted by name"), found) if found else []


def words() -> dict[str, str]:
    """What the bands are called."""
    return {
        "low": gettext("low"), "medium": gettext("medium"), "high": gettext("high"), "extreme": gettext("extreme"),
    }  # fmt: skip


def score(risk: Said, which: str) -> Score:
    """A risk's score "before" or "after", with its band; a dash where it is not judged."""
    likelihood, consequence = (risk.get(name) for name in JUDGED[which])
    if not likelihood or not consequence:
        return "–"
    return {"score": likelihood * consequence, "band": band(likelihood, consequence)}


def owner(reading: Reading, risk: Said) -> str:
    """Who answers for a risk: the partner, and within it whom."""
    return ", ".join(filter(None, (reading.said("risks", risk, "partner"), risk.get("owner"))))


def _row(reading: Reading, risk: Said) -> list[Any]:
    done = "\n".join(filter(None, (risk.get("barriers"), risk.get("measure"))))
    said = "\n".join(filter(None, (risk["text"], risk.get("cause"))))
    return [str(risk["number"]), said, score(risk, "before"), done, score(risk, "after"), owner(reading, risk)]


def _title(reading: Reading, risk: Said) -> str:
    return f"{risk['number']} {reading.title('risks', risk)}"


def _remaining(risk: Said) -> int:
    found = score(risk, "after") if isinstance(score(risk, "after"), dict) else score(risk, "before")
    return int(found["score"]) if isinstance(found, dict) else 0


def _matrix(name: str, risks: list[Said], likelihood: str, consequence: str) -> Block:
    cells = [[_cell(risks, likelihood, consequence, l, c) for c in range(1, 6)] for l in range(5, 0, -1)]  # noqa: E741
    return blocks.matrix(name, cells, (gettext("Likelihood"), gettext("Consequence")))


def _cell(risks: list[Said], likelihood: str, consequence: str, *at: int) -> tuple[str, int, list[int]]:
    there = [risk["number"] for risk in risks if (risk.get(likelihood), risk.get(consequence)) == at]
    return band(*at), at[0] * at[1], there
