"""The entry line: free text with quick tokens, read as one tired person would read another's note.

`14:32 O1 sektor B p1 @P12 +OV3 bråk vid grind 4` is a time, a category, a place, a priority, who reported and a unit;
`#118` writes on an incident, `>KC` says to whom, `~RAPS-1` by which channel, `=polis` for whom, `/beslut` what kind of
line it is, and a text wholly in quotation marks is direct speech. What is not understood stays text; nothing is forced.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple

from .models import EntryKind

TOKEN = re.compile(r'[@>~]"[^"]*"|\S+')
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z")
PRIORITY = re.compile(r"p(?:rio)?([1-4])\Z", re.IGNORECASE)
SIGN = re.compile(r"[^\W\d_]{1,5}-?\d{1,4}\Z")  # what a call sign looks like
WORD = re.compile(r"[\w-]+")
SPEECH = re.compile(r"[\"”“«](?P<said>.+)[\"”“»]", re.DOTALL)
KINDS = {
    "fakta": EntryKind.NOTE, "fact": EntryKind.NOTE, "bedömning": EntryKind.ASSESSMENT,
    "assessment": EntryKind.ASSESSMENT, "beslut": EntryKind.DECISION, "decision": EntryKind.DECISION,
    "uppgift": EntryKind.TASK, "task": EntryKind.TASK, "order": EntryKind.ORDER, "lägesrapport": EntryKind.SITREP,
    "sitrep": EntryKind.SITREP, "kontakt": EntryKind.CONTACT, "contact": EntryKind.CONTACT,
}  # fmt: skip
SECTOR, PRIO = ("sektor", "sector"), ("prio", "prioritet", "priority")


class Spot(NamedTuple):
    """A place by its code and name; where it is, and the code of the sector it lies in."""

    code: str
    name: str
    sector: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Vocabulary:
    """What can be meant in an event: names are compared without regard to case."""

    categories: Mapping[str, str]  # by code, in the reader's language
    spots: Sequence[Spot]
    sectors: Mapping[str, str]
    units: Sequence[str]
    audiences: Mapping[str, str]  # the feed by the word for it
    receivers: Sequence[str] = ()
    channels: Sequence[str] = ()


class Chip(NamedTuple):
    """One thing that was understood: what it is, in which words, and whether something is missing for it."""

    kind: str
    text: str
    wanting: str = ""


@dataclass
class Understood:
    """What a line says."""

    text: str = ""
    at: time | None = None
    category: str | None = None
    incident: int | None = None
    priority: int | None = None
    sector: str | None = None
    spot: Spot | None = None
    reporter: str | None = None
    receiver: str | None = None
    channel: str | None = None
    audience: str | None = None
    kind: EntryKind | None = None
    quoted: bool = False
    units: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # what was written like a unit and is none; it stays in the text

    @property
    def opens(self) -> bool:
        """Whether it opens an incident."""
        return self.category is not None and self.incident is None

    @property
    def alone(self) -> bool:
        """Whether it is a line without an incident."""
        return self.category is None and self.incident is None


def understand(line: str, known: Vocabulary) -> Understood:
    """Read an entry line. What stands first counts; a second time or category is text like any other word.

    What only an incident can keep stays in the text of a line that has none, so that no word is lost.
    """
    told, words = Understood(), TOKEN.findall(line)
    rest: list[tuple[str, str]] = []
    text = False
    while words:
        taken = _taken(words, told, known, first=not text)
        rest += [(word, _keeper(words[0]) if taken else "text") for word in words[: taken or 1]]
        text = text or not taken
        del words[: taken or 1]
    homeless = _homeless(told) if text else set()
    told.text = " ".join(word for word, keeper in rest if keeper in homeless)
    told.spot = told.spot or _named_in(told.text, known)
    told.sector = told.sector or (told.spot.sector if told.spot else None)
    speech = SPEECH.fullmatch(told.text.strip())
    if speech:
        told.quoted, told.text = True, speech["said"].strip()
    return told


def _keeper(token: str) -> str:
    """What of an incident keeps a token, if only an incident can."""
    if token.casefold() in SECTOR:
        return "sector"
    asks = token[0] == "+" or token.casefold() in PRIO or PRIORITY.match(token)
    return "incident" if asks else ""


def _homeless(told: Understood) -> set[str]:
    """Which words would be nowhere else if they were not in the text: a sector is kept by the incident it opens."""
    return {"text"} if told.opens else {"text", "sector", "incident"} if told.alone else {"text", "sector"}


def _taken(words: list[str], told: Understood, known: Vocabulary, *, first: bool) -> int:
    """How many of the next words are a token, which then is told."""
    word, following = words[0], words[1] if len(words) > 1 else ""
    for take in (_marked, _numbered, _coded):
        if take(word, told, known, first):
            return 1
    return 2 if following and _pair(word.casefold(), following, told, known) else 0


def _marked(word: str, told: Understood, known: Vocabulary, first: bool) -> bool:
    mark, name = word[0], word[1:].strip('"')
    if not name:
        return False
    if mark == "+" and name.upper() in known.units:
        told.units += [name.upper()] if name.upper() not in told.units else []
    elif mark == "+" and SIGN.match(name):
        told.unknown.append(name.upper())
        return False
    elif mark == "=" and not told.audience and name.casefold() in known.audiences:
        told.audience = known.audiences[name.casefold()]
    elif mark == "/" and not told.kind and name.casefold() in KINDS:
        told.kind = KINDS[name.casefold()]
    elif mark in WHO and getattr(told, WHO[mark]) is None:
        setattr(told, WHO[mark], name[:100])
    else:
        return False
    return True


WHO = {"@": "reporter", ">": "receiver", "~": "channel"}


def _numbered(word: str, told: Understood, known: Vocabulary, first: bool) -> bool:
    if first and told.at is None and (clock := CLOCK.match(word)):
        told.at = time(int(clock[1]), int(clock[2]))
    elif told.incident is None and told.category is None and first and re.fullmatch(r"#\d{1,7}", word):
        told.incident = int(word[1:])
    elif told.priority is None and (priority := PRIORITY.match(word)) and not _is_category(word, told, known):
        told.priority = int(priority[1])
    else:
        return False
    return True


def _is_category(word: str, told: Understood, known: Vocabulary) -> bool:
    """P1 in capitals is the category where none is told yet; p1 is the priority."""
    return word[0] == "P" and told.category is None and word in known.categories


def _coded(word: str, told: Understood, known: Vocabulary, first: bool) -> bool:
    if first and told.category is None and told.incident is None and word.upper() in known.categories:
        told.category = word.upper()
        return True
    return False


def _pair(word: str, following: str, told: Understood, known: Vocabulary) -> bool:
    if word in SECTOR and told.sector is None and following.upper() in known.sectors:
        told.sector = following.upper()
    elif word in PRIO and told.priority is None and following in ("1", "2", "3", "4"):
        told.priority = int(following)
    else:
        return False
    return True


def _named_in(text: str, known: Vocabulary) -> Spot | None:
    """The place whose name stands in the text, the longest where several do."""
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    named = [spot for spot in known.spots if f" {spot.name.casefold()} " in said]
    return max(named, key=lambda spot: len(spot.name), default=None)
