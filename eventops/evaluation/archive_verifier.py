"""Check the archive of an event with nothing but Python 3.11: python3 verify.py ARCHIVE.zip [--head HEAD]."""

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

FORMAT, VERSION = "eventops-event-archive", 1
MANIFEST = "manifest.json"
TIED = ("chain", "number", "at", "by", "what", "subjects", "facts_digest")  # what the hash of a record holds
PIECE, LONGEST = 1 << 18, 64 << 20  # bytes read at once; of the manifest or of one row
RATIO, SLACK = 200, 1 << 20  # how much larger than packed a file may be
UNREADABLE = (BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)


class Unsound(Exception):
    """What is wrong with an archive, in one line."""


def check(path: str, deposited: str | None = None) -> str:
    """What a sound archive holds, in one line. Raises Unsound for any other; `deposited`: a head of the chain."""
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive)
            _members(archive, manifest)
            _tables(archive, manifest)
            _chain(archive, manifest, deposited)
            chain, rows = manifest["chain"], sum(manifest["tables"].values())
            gone = f", {len(manifest['missing'])} files were gone already" if manifest["missing"] else ""
            return f"{manifest['slug']}: {rows} rows, {chain['length']} records, head {chain['head']}{gone}"
    except UNREADABLE as error:
        raise Unsound(f"it cannot be read ({type(error).__name__}: {error})") from error


def _manifest(archive: ZipFile) -> dict[str, Any]:
    names = archive.namelist()
    if names.count(MANIFEST) != 1:
        raise Unsound("it has no manifest.json")
    if archive.getinfo(MANIFEST).file_size > LONGEST:
        raise Unsound("its manifest.json is too large")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise Unsound("it is no archive of an event")
    if manifest["version"] > VERSION:
        raise Unsound(f"it is of a newer format ({manifest['version']}) than this program knows ({VERSION})")
    return manifest


def _members(archive: ZipFile, manifest: dict[str, Any]) -> None:
    """Every file is in it once, under a harmless name, and is what the manifest says."""
    stated, names = manifest["files"], [name for name in archive.namelist() if name != MANIFEST]
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Unsound(f"{name!r} is no name of a file in it")
    for what, found in (("missing", set(stated) - set(names)), ("not in the manifest", set(names) - set(stated))):
        if found:
            raise Unsound(f"{min(found)} is {what}")
    if len(names) != len(stated):
        raise Unsound("a file is in it twice")
    for info in archive.infolist():
        if info.filename != MANIFEST:
            _file(archive, info, stated[info.filename])


def _file(archive: ZipFile, info: ZipInfo, stated: dict[str, Any]) -> None:
    if info.file_size != stated["size"]:
        raise Unsound(f"{info.filename} is not as long as the manifest says")
    if info.file_size > RATIO * info.compress_size + SLACK:
        raise Unsound(f"{info.filename} is suspiciously much larger than packed")
    digest = hashlib.sha256()
    with archive.open(info) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    own = info.filename.removeprefix("files/") if info.filename.startswith("files/") else stated["sha256"]
    if not digest.hexdigest() == stated["sha256"] == own:
        raise Unsound(f"{info.filename} has been changed")


def _rows(archive: ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as file:
        while row := file.readline(LONGEST):
            yield json.loads(row)


def _tables(archive: ZipFile, manifest: dict[str, Any]) -> None:
    for table, count in manifest["tables"].items():
        if sum(1 for _ in _rows(archive, f"tables/{table}.jsonl")) != count:
            raise Unsound(f"the table {table} does not have {count} rows")


def _chain(archive: ZipFile, manifest: dict[str, Any], deposited: str | None) -> None:
    """Each record follows from the one before it, and facts are gone only where an erasure is on the record."""
    previous, count, heads = "0" * 64, 0, set[str]()
    silent, erased = list[tuple[int, set[str]]](), set[str]()
    for count, record in enumerate(_rows(archive, "audit.jsonl"), start=1):
        _record(record, count, previous, manifest["slug"])
        previous, subjects = record["hash"], set(record["subjects"].split())
        heads |= {previous} & {deposited}
        erased |= subjects if record["what"].endswith(".erased") else set()
        if record["facts"] is None:
            silent.append((count, subjects))
    if (count, previous) != (manifest["chain"]["length"], manifest["chain"]["head"]):
        raise Unsound("the audit trail does not end as the manifest says")
    for number, subjects in silent:
        if subjects.isdisjoint(erased):
            raise Unsound(f"the facts of record {number} are gone, and no erasure is on the record")
    if deposited and not heads:
        raise Unsound("the deposited head is not in the audit trail")


def _record(record: dict[str, Any], count: int, previous: str, slug: str) -> None:
    tied = json.dumps([previous, *(record[name] for name in TIED)], ensure_ascii=False, separators=(",", ":"))
    if record["number"] != count or record["chain"] != slug or record["hash"] != _digest(tied):
        raise Unsound(f"record {count} is missing, or does not follow from the one before it")
    if record["facts"] is not None and _digest(record["facts"]) != record["facts_digest"]:
        raise Unsound(f"the facts of record {count} have been changed")


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def main() -> int:
    """Say in one line whether an archive is sound; 0 if it is, else 1."""
    parser = argparse.ArgumentParser(description="Check the archive of an event.")
    parser.add_argument("archive")
    parser.add_argument("--head", help="a head of the audit trail that was printed or kept elsewhere")
    asked = parser.parse_args()
    try:
        said, code = f"Sound. {check(asked.archive, asked.head)}", 0
    except Unsound as fault:
        said, code = f"NOT SOUND: {fault}.", 1
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
