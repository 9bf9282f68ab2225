"""What a story promises the public, talks about with it, and reports to the county board; its municipalities."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from flask import current_app

from .. import clock, files
from ..access import Actor
from ..cooperation import dialogues, month_acts, month_paper, month_report, municipal_acts, promises
from ..cooperation.models import Dialogue, MonthReport, Promise
from ..events.models import Event
from ..planning import actions as planning
from ..words import stamp
from .dates import dated
from .story import Story, Told


def situate(event: Event, planner: Actor, story: Story) -> None:
    """Tell municipalities apart, write their pictures, promise, talk and report, each on its day."""
    said = story.part("situation")
    for row in said.get("municipality", []):
        _municipality(event, planner, story, row)
    for row in said.get("promise", []):
        _promise(event, planner, story, row)
    for row in said.get("dialogue", []):
        _dialogue(event, planner, story, row)
    for row in said.get("month", []):
        with clock.at(story.moment(row["at"])):
            _month(event, planner, row)


def _municipality(event: Event, planner: Actor, story: Story, row: Told) -> None:
    with clock.at(story.moment(row["at"])):
        named = municipal_acts.Named(row["name"], row.get("partner"), row.get("places", []))
        place = municipal_acts.add(event, planner, named, _key(event, "municipality", row["name"]))
        for section, text in row.get("texts", {}).items():
            municipal_acts.write(event, planner, place, section, text, 0)


def _promise(event: Event, planner: Actor, story: Story, row: Told) -> None:
    with clock.at(story.moment(row["at"])):
        told = {name: value for name, value in row.items() if name in (*Promise.FIELDS, "audience")}
        promise = planning.add(event, planner, Promise, dated(story, Promise, told))
        if row.get("published"):
            promises.publish(event, planner, promise, row.get("because", ""))
    if result := row.get("result"):
        with clock.at(story.moment(result["at"])):
            told = {name: result.get(name) for name in ("value", "kept", "sv", "en")}
            promises.tell_result(event, planner, promise, told)


def _dialogue(event: Event, planner: Actor, story: Story, row: Told) -> None:
    with clock.at(story.moment(row["at"])):
        told = {name: value for name, value in row.items() if name in (*Dialogue.FIELDS, "audience")}
        talk = planning.add(event, planner, Dialogue, dated(story, Dialogue, told))
        for text in row.get("results", []):
            dialogues.say_result(event, planner, talk, text, _key(event, "result", text))


def _month(event: Event, planner: Actor, row: Told) -> None:
    """Report a month: the one that the day before the report lies in."""
    month = f"{event.operational_day(clock.now()) - timedelta(days=row['back']):%Y-%m}"
    report = month_acts.begin(event, planner, month, _key(event, "month", month))
    written = month_acts.Written(row["texts"], [], [], row["audience"], report.revision)
    month_acts.write(event, planner, report, written)
    if to := row.get("sent"):
        sending = month_acts.Sending(to["recipient"], to["way"], to["reference"], "sv", _key(event, "sent", month))
        told = month_report.content(event, planner, report)
        month_acts.send(event, planner, report, sending, report.revision, told, _papers(event, planner, report, told))


def _papers(event: Event, planner: Actor, report: MonthReport, told: Told) -> dict[str, files.Kept]:
    config, kept = current_app.config, {}
    for language in month_acts.LANGUAGES:
        made = month_paper.paper(told, language, f"{stamp(clock.now(), event)} · {planner.name}")
        name, most = f"{event.slug}-{report.month}-{language}.pdf", config["ATTACHMENT_MAX_MB"] * 2**20
        kept[language] = files.keep(config["INSTANCE"], name, made, most=most)
    return kept


def _key(event: Event, *names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join((event.slug, *names))))
