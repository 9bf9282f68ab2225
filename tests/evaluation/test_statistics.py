"""Anonymised statistics: disjoint counts of at least five, and nothing that a small one can be computed from."""

import random
from collections import Counter, defaultdict
from itertools import product

from eventops.evaluation.anonymised import MERGED, published
from eventops.extensions import db
from eventops.log.models import Incident

from .story import opened, table, taken_out

LEAST = 5


def test_published_counts_are_disjoint_at_least_five_and_sum_to_all():
    chance = random.Random(7)
    for _ in range(300):
        cells = {path: chance.choice((0, 0, 1, 2, 3, 4, 6, 9, 20)) for path in product("ab", "xyz", "123")}
        given = [(path, count) for path, count in cells.items() if count]
        told = list(published(given, LEAST)) if given else []
        total = sum(cells.values())
        assert sum(count for _, count in told) == (total if total >= LEAST else 0)
        assert all(count >= LEAST for _, count in told)
        assert all(dict(told)[path] == cells[path] for path, _ in told if MERGED not in path)


def test_no_small_count_can_be_computed_from_what_is_published_not_even_with_the_totals():
    """Every table of 1 x 2 x 2 cells up to 7: who knows the rows, and each sector's total, cannot tell a small cell."""
    paths = list(product("a", "xy", "12"))
    alike = defaultdict(list)
    for counts in product(range(8), repeat=4):
        given = [(path, count) for path, count in zip(paths, counts, strict=True) if count]
        if sum(counts) >= LEAST:
            alike[tuple(published(given, LEAST))].append(counts)
    for tables in alike.values():
        for place in range(4):
            values = {counts[place] for counts in tables}
            assert len(values) > 1 or not 0 < values.copy().pop() < LEAST, tables


def test_the_file_holds_counts_and_neither_text_nor_ids(cast):
    event, karin = cast.event, cast.karin.actor(cast.event)
    for minute in range(7):
        opened(event, karin, minute, f"hemlig rubrik {minute}", category="O1")
    for minute in range(3):
        opened(event, karin, minute + 70, "annan rubrik", category="T1")
    content = taken_out(cast.karin, "statistics")
    rows = table(content)
    assert "rubrik" not in content.decode()
    assert sum(int(row["Count"]) for row in rows) == db.session.query(Incident).count() == 10
    assert [(row["Category code"], row["Count"]) for row in rows] == [("*", "10")]  # 3 thefts hide with the 7
    assert Counter(row["Hour"] for row in rows) == {"*": 1}


def test_a_partner_counts_only_what_it_may_see(cast):
    event, karin = cast.event, cast.karin.actor(cast.event)
    for minute in range(6):
        opened(event, karin, minute, "för alla", category="O1", audience="all")
        opened(event, karin, minute, "för polisen", category="V1", audience="police")
    assert [(row["Category code"], row["Count"]) for row in table(taken_out(cast.kim, "statistics"))] == [("O1", "6")]
    assert len(table(taken_out(cast.karin, "statistics"))) == 2
