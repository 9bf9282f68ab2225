"""The sections of the evaluation report as data for the paper: each a lead, and blocks of a table or a drawing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _

from ..access import POLICE, Actor, Permission
from ..events.models import Event, Place
from ..events.queries import editions
from ..events.scope import actor_of
from ..extensions import db
from ..intervals import Interval
from ..log.queries import categories
from ..planning.queries import plan_of
from ..planning.reference import indicators
from ..words import current_language, label
from . import outcome_words
from .compared import Compared, compared, edition
from .forms import STATES
from .indicator_groups import GROUPS as GROUP_NAMES
from .indicators import GROUPS, RATES, Response
from .lessons import learnt
from .measured import Measured, listed, measured, told_of
from .models import Lesson
from .outcome_table import OutcomeTable, outcome_table
from .site_drawing import site
from .survey_queries import Result, results, survey_of
from .survey_questions import smallest_cell

Block = dict[str, Any]
Charts = Callable[[str], Any]
NONE, MOST_BARS = "–", 14


@dataclass(frozen=True)
class Told:
    """What the report is made of: figures of what its reader may see, and what draws them."""

    event: Event
    actor: Actor
    found: Measured
    table: OutcomeTable
    charts: Charts
    language: str

    @classmethod
    def of(cls, event: Event, actor: Actor, charts: Charts) -> "Told":
        return cls(event, actor, measured(event, actor), outcome_table(event, actor), charts, current_language())


def sections(told: Told) -> list[dict[str, Any]]:
    """The sections that say something, in the order they are read."""
    makers = (
        _outcome,
        _objectives,
        _incidents,
        _response,
        _indicators,
        _staffing,
        _crowd,
        _map,
        _editions,
        _survey,
        _lessons,
    )
    made = (maker(told) for maker in makers)
    return [section for section in made if section["blocks"]]


def number(value: float | None, pattern: str = "#,##0") -> str:
    """A figure as it is written, a dash where there is none."""
    return NONE if value is None else str(format_decimal(value, pattern))


def minutes(seconds: float) -> str:
    """A duration as minutes and seconds, hours and minutes from one hour."""
    whole = round(seconds)
    if whole >= 3600:
        return str(gettext("%(hours)s h %(minutes)s min", hours=whole // 3600, minutes=f"{whole % 3600 // 60:02}"))
    return str(gettext("%(minutes)s:%(seconds)s min", minutes=whole // 60, seconds=f"{whole % 60:02}"))


def _section(title: str, lead: str, blocks: Sequence[Block]) -> dict[str, Any]:
    return {"title": title, "lead": lead, "blocks": list(blocks)}


def _rows(
    title: str,
    heads: Sequence[Any],
    widths: Sequence[float],
    rows: Sequence[Any],
    *,
    numbers: Sequence[int] = (),
    note: str = "",
) -> list[Block]:
    told = {"kind": "table", "title": title, "heads": list(map(str, heads)), "widths": list(widths)}
    return [{**told, "numbers": list(numbers), "rows": rows, "note": note}] if rows else []


def _drawing(
    told: Told, macro: str, title: str, text: str, *given: Any, note: str = "", width: float = 1
) -> list[Block]:
    svg = str(told.charts(macro)(title, *given, text))
    return [{"kind": "drawing", "title": title, "svg": svg, "text": text, "note": note, "width": width}]


def _outcome(told: Told) -> dict[str, Any]:
    blocks: list[Block] = []
    for section in outcome_words.sections(told.table, told.language):
        rows = [_heading(figure, told.language) for figure in section["figures"]]
        blocks += _rows(section["name"], (_("Heading"), _("How many")), (1, 0), rows, numbers=[1])
    chart = outcome_words.chart(told.table, told.language, told.charts("bars"))
    if chart["svg"]:
        name = gettext("%(what)s, the most first", what=chart["name"])
        blocks.append(
            {"kind": "drawing", "title": name, "svg": chart["svg"], "text": chart["text"], "note": "", "width": 1}
        )
    note = gettext(
        "Each figure is counted from the log, with what came in after it was closed. A report is a suspicion."
    )
    return _section(gettext("Outcome"), note, blocks)


def _heading(figure: Any, language: str) -> list[Any]:
    said = figure.line.wording(language) if figure.line else ""
    name = figure.heading.name(language)
    return [[name, outcome_words.sentence(figure, language)] if said else name, outcome_words.exact(figure, language)]


def _objectives(told: Told) -> dict[str, Any]:
    rows = [
        [str(each.number), each.text, each.indicator or NONE, each.target or NONE, *_judged(told, each)]
        for each in plan_of(told.event, told.actor).parts["objectives"]
    ]
    heads = (_("No."), _("Objective"), _("Indicator"), _("Target"), _("Result"), _("Judgement"))
    met = sum(row[-1] == gettext("met") for row in rows)
    judged = sum(row[-1] != NONE for row in rows)
    lead = gettext(
        "%(met)s of %(judged)s objectives that the log can judge were met; the plan has %(all)s.",
        met=met,
        judged=judged,
        all=len(rows),
    )
    return _section(gettext("Objectives"), lead, _rows("", heads, (0, 3, 2, 1.4, 1.4, 1), rows))


def _judged(told: Told, objective: Any) -> tuple[str, str]:
    indicator = indicators().get(objective.computed or "")
    found = told.found
    value = told_of(indicator.code, found.values, found.result) if indicator and found.result.incidents else None
    if indicator is None or value is None:
        return NONE, NONE
    met = indicator.meets(value, objective.target_value)
    return f"{number(value, '#,##0.00')} {unit(indicator.unit)}", gettext("met") if met else gettext("not met")


def unit(code: str) -> str:
    """What stands after a value."""
    named = {"per 1000": gettext("per 1,000"), "min": gettext("min"), "p/m²": gettext("p/m²"), "n": ""}
    return str(named.get(code, code))


def _incidents(told: Told) -> dict[str, Any]:
    result, names = told.found.result, {each.code: each.name(told.language) for each in categories()}
    groups = [(gettext(GROUPS[letter]), sum(n for _code, n in found)) for letter, found in result.by_group.items()]
    blocks: list[Block] = []
    if result.incidents:
        ranked = sorted(groups, key=lambda each: -each[1])[:MOST_BARS]
        blocks += _drawing(told, "bars", gettext("Incidents by group, the most first"), _listing(ranked), ranked)
        hours = gettext("Most incidents came between %(hour)s and %(next)s", **_peak(result.by_hour))
        blocks += _drawing(
            told,
            "by_hour",
            hours,
            gettext("Incidents by the hour of the day, all days."),
            result.by_hour,
            told.event.day_starts_at,
        )
        most = [(f"{code} {names.get(code, code)}", count) for code, count in result.by_category.most_common(MOST_BARS)]
        rows = [[name, number(count), _percent(count / result.incidents)] for name, count in most]
        blocks += _rows(
            gettext("The most frequent categories"),
            (_("Category"), _("Incidents"), _("Share")),
            (1, 0, 0),
            rows,
            numbers=[1, 2],
        )
    lead = gettext(
        "%(count)s incidents, %(urgent)s of priority 1, %(open)s still open.",
        count=number(result.incidents),
        urgent=number(result.by_priority[1]),
        open=number(result.open),
    )
    return _section(gettext("Incidents"), lead, blocks)


def _peak(hours: Sequence[int]) -> dict[str, str]:
    hour = hours.index(max(hours))
    return {"hour": f"{hour:02}", "next": f"{(hour + 1) % 24:02}"}


def _listing(rows: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in rows)


def _percent(part: float) -> str:
    return str(format_percent(part, "#,##0.0 %", locale="sv_SE" if current_language() == "sv" else "en_GB"))


def _response(told: Told) -> dict[str, Any]:
    found = told.found.result.responses
    rows = [(f"P{level}", each.median, each.p90, _said(each)) for level, each in found.items()]
    places = {
        place.id: f"{place.code} {place.name}"
        for place in db.session.scalars(db.select(Place).filter_by(event_id=told.event.id))
    }
    table = [
        [
            places.get(sector or 0, gettext("No sector")),
            f"P{level}",
            number(each.count),
            minutes(each.median),
            minutes(each.p90),
        ]
        for (sector, level), each in told.found.arrivals.items()
    ]
    blocks: list[Block] = []
    if rows:
        text = "; ".join(f"{name}: {words}" for name, _median, _p90, words in rows)
        note = gettext(
            "Bar: median. Line: nine of ten were there within. From when the incident was opened to the first "
            "line that says on the scene."
        )
        blocks += _drawing(told, "reaches", gettext("Time to the scene by priority"), text, rows, note=note)
    heads = (_("Sector"), _("Priority"), "n", _("Median"), _("9 of 10"))
    blocks += _rows(gettext("Response by sector and priority"), heads, (1, 0, 0, 0, 0), table, numbers=[2, 3, 4])
    return _section(gettext("Response"), "", blocks)


def _said(each: Response) -> str:
    return f"{minutes(each.median)} ({minutes(each.p90)}), n {number(each.count)}"


def _indicators(told: Told) -> dict[str, Any]:
    blocks: list[Block] = []
    for group, name in GROUP_NAMES.items():
        rows = [
            [
                [formula.name(told.language), formula.formula(told.language)],
                f"{number(each.value, '#,##0' if formula.unit == 'n' else '#,##0.0#')} {unit(formula.unit)}".strip(),
                number(each.n) + (f" / {number(each.of)}" if each.of else ""),
            ]
            for formula, each in listed(told.found, group)
        ]
        blocks += _rows(str(name), (_("Indicator"), _("Value"), "n"), (1, 0, 0), rows, numbers=[1, 2])
    return _section(gettext("Indicators"), outcome_words.status(told.event, told.language), blocks)


def _staffing(told: Told) -> dict[str, Any]:
    blocks: list[Block] = []
    if told.found.result.lines:
        text = gettext(
            "Bars: lines entered. Dashed: hours that people were on duty. Each to its own highest; the figures "
            "follow as a table."
        )
        title = gettext("Log load against staffing")
        svg = str(told.charts("load")(title, told.found.load, text))
        note = gettext(
            "Bars: lines entered. Dashed: hours that people were on duty, by the hour of the day, all days. Each "
            "to its own highest."
        )
        blocks.append({"kind": "drawing", "title": title, "svg": svg, "text": text, "note": note, "width": 1})
    rows = [
        [
            label("function", function),
            *(number(count) for count in (each.needed, each.filled, each.called, each.came, each.absent)),
        ]
        for function, each in told.found.staffing.items()
    ]
    heads = (_("Function"), _("Needed"), _("Filled"), _("Called"), _("Came"), _("Absent"))
    blocks += _rows(gettext("Planned and present"), heads, (1, 0, 0, 0, 0, 0), rows, numbers=range(1, 6))
    return _section(gettext("Staffing and load"), "", blocks)


def _crowd(told: Told) -> dict[str, Any]:
    rows = [
        [
            f"{each.place.code} {each.place.name}", number(each.inside), _of(each.share), number(each.density, "0.00"),
            number(round(each.minutes)),
        ]
        for each in told.found.zones
    ]  # fmt: skip
    shares = [(f"{each.place.code} {each.place.name}", round(each.share)) for each in told.found.zones if each.share]
    ranked = sorted(shares, key=lambda each: -each[1])
    title = gettext("Fullest, in percent of the safe capacity")
    blocks = _drawing(told, "bars", title, _listing(ranked), ranked) if ranked else []
    heads = (_("Zone"), _("Most inside"), _("Of the safe capacity"), _("Highest p/m²"), _("Minutes too close"))
    return _section(gettext("Crowd"), "", blocks + _rows("", heads, (1, 0, 0, 0, 0), rows, numbers=range(1, 5)))


def _of(share: float | None) -> str:
    return NONE if share is None else f"{round(share)} %"


def _map(told: Told) -> dict[str, Any]:
    drawn = site(told.event, told.actor)
    if drawn is None:
        return _section(gettext("Where it happened"), "", [])
    note = gettext(
        "%(count)s incidents are drawn. Without a point: %(unplaced)s; outside the site: %(outside)s; not "
        "drawn because they concern sexual offences or minors: %(hidden)s.",
        count=len(drawn.marks), unplaced=drawn.unplaced, outside=drawn.outside, hidden=drawn.hidden,
    )  # fmt: skip
    if drawn.far:
        note += " " + gettext("Sectors too far away to be drawn: %(codes)s.", codes=", ".join(drawn.far))
    title = gettext("Sectors, and incidents by priority")
    text = gettext("A map of the site with its sectors, and incidents by priority as shapes.")
    svg = str(told.charts("site")(title, drawn, text, f"{number(drawn.bar[0])} m"))
    block = {"kind": "drawing", "title": title, "svg": svg, "text": text, "note": note, "width": 1}
    return _section(gettext("Where it happened"), "", [block])


def _editions(told: Told) -> dict[str, Any]:
    members = (
        [(member.event, actor_of(member)) for member in editions(told.event, told.actor.account_id)]
        if told.actor.account_id
        else []
    )
    others = [edition(event, actor) for event, actor in members if _reads(actor)]
    if not others:
        return _section("", "", [])
    found = compared([edition(told.event, told.actor), *others])
    blocks = [block for code, (name, _codes) in RATES.items() for block in _rate(told, found, code, gettext(name))]
    lead = gettext("Rates per 1,000 expected visitor-days, never counts: editions differ in size.")
    note = gettext(
        "Intervals: exact Poisson limits (Garwood 1936), 95 per cent. Times: ratio of two rates with exact "
        "conditional limits (Przyborowski and Wilenski 1940). Expected visitor-days are the exposure. Many "
        "comparisons at once find a difference by chance now and then. A change beside a measure is not "
        "proof of its effect."
    )
    if blocks:
        blocks[-1]["note"] = note
    return _section(gettext("Compared with other editions"), lead, blocks)


def _reads(actor: Actor) -> bool:
    return actor.may(Permission.LOG_READ) and actor.hears(POLICE)


def _rate(told: Told, found: Compared, code: str, name: str) -> Iterator[Block]:
    rows = found.rates(code)
    if len(rows) > 1:
        text = "; ".join(f"{edition}: {number(each.value, '0.00')}" for edition, each in rows)
        yield from _drawing(told, "intervals", name, text, rows)
        table = [
            [each.name, number(each.result.counted(code)), _reach(each.rate(code)), _times(found, code, each)]
            for each in found.editions
        ]
        heads = (_("Edition"), _("Incidents"), _("Per 1,000"), _("This one is times that"))
        yield from _rows("", heads, (1, 0, 1, 1.6), table, numbers=[1, 2, 3])


def _reach(each: Interval | None) -> str:
    return f"{number(each.value, '0.00')} ({number(each.low, '0.00')}–{number(each.high, '0.00')})" if each else NONE


def _times(found: Compared, code: str, each: Any) -> str:
    times = None if each is found.editions[0] else found.ratio(code, each)
    if times is None:
        return NONE
    said = (
        gettext("lower")
        if (times.high or 2) < 1
        else gettext("higher")
        if times.low > 1
        else gettext("no certain difference")
    )
    return f"{_reach(times)} · {said}"


def _survey(told: Told) -> dict[str, Any]:
    held, found = survey_of(told.event), results(told.event)
    if not held or not found:
        return _section("", "", [])
    rate = held.response_rate
    lead = (
        gettext("%(answers)s answers", answers=number(held.answers))
        + (f", {gettext('response rate %(rate)s', rate=_percent(rate))}" if rate is not None else "")
        + "."
    )
    graded = [(each.question.name(told.language), each.told.mean, each.told.n) for each in found if each.told.mean]
    blocks: list[Block] = []
    if graded:
        text = "; ".join(f"{name}: {number(mean.value, '0.00')}" for name, mean, _n in graded)
        blocks += _drawing(told, "means", gettext("Mean grades from 1 to 5 with 95 per cent intervals"), text, graded)
    rows = [row for each in found if not each.told.mean for row in _answers(each, told.language)]
    note = gettext(
        "Fewer than %(least)s answers in a cell are never told. Visitors who chose to answer are no random "
        "sample: the intervals say nothing of who did not answer.",
        least=smallest_cell(),
    )
    blocks += _rows(
        gettext("Other answers"),
        (_("Question"), _("Answer"), _("How many"), _("Share")),
        (2, 1, 0, 0),
        rows,
        numbers=[2, 3],
    )
    if blocks:
        blocks[-1]["note"] = note
    return _section(gettext("What visitors say"), lead, blocks)


def _answers(result: Result, language: str) -> Iterator[list[str]]:
    names = {answer.code: answer.name(language) for answer in result.question.answers}
    for place, band in enumerate(result.told.bands):
        said = ", ".join(names.get(code, code) for code in band.codes)
        question = "" if place else f"{result.question.name(language)} (n {number(result.told.n)})"
        yield [question, said, number(band.count), _percent(band.count / (result.told.n or 1))]


def _lessons(told: Told) -> dict[str, Any]:
    rows = [[*_lesson(each.lesson), str(STATES[each.state])] for each in learnt(told.event, told.actor)]
    heads = (_("No."), _("What happened, and why"), _("Do next time"), _("Owner"), _("State"))
    return _section(gettext("Lessons"), "", _rows("", heads, (0, 3, 2.4, 1, 0), rows))


def _lesson(each: Lesson) -> list[Any]:
    owner = label("audience", f"partner:{each.owner}") if each.owner else NONE
    return [str(each.number), [each.text, each.cause] if each.cause else each.text, each.next_time or NONE, owner]
