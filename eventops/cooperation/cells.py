"""Which cells of a table may be told, so that a small count can be read neither in its cell nor by subtraction.

A body of counts with a total for each row and column and one of all. Every count under the smallest one is left out,
zero is told. Others are left out with it until each small count could be as large as one that is told, given all that
is told and that nothing left out is zero. Sources: R. Cox, J. Amer. Statist. Assoc. 75 (1980) 377 (complementary
suppression); J. Kelly, B. Golden & A. Assad, Networks 22 (1992) 397 (tables as networks, protection by flows).
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

Cell = tuple[int, int]
Node = tuple[str, int]
Room = dict[Node, dict[Node, int]]  # how much may still flow from node to node
FREE = 10**9  # of what is bounded by nothing


class Suppressed:
    """A table with its totals as the last row and column, and the cells of it that are left out."""

    def __init__(self, body: Sequence[Sequence[int]], least: int):
        self.least, self.rows, self.columns = least, len(body), len(body[0]) if body else 0
        sums: list[list[int]] = [[*row, sum(row)] for row in body]
        self.values: list[list[int]] = [*sums, [sum(column) for column in zip(*sums, strict=True)]]
        # one column alone is its own total: that is told nowhere else
        self.untold = {(i, self.columns) for i in range(self.rows + 1)} if self.columns == 1 else set()
        self.untold |= {(self.rows, j) for j in range(self.columns + 1)} if self.rows == 1 else set()
        self.hidden: set[Cell] = {cell for cell in self._cells() if 0 < self[cell] < least} - self.untold
        for cell in sorted(self.hidden, key=lambda cell: (self[cell], cell)):
            if self._room(cell) < self._need(cell):
                self.hidden |= min(self._rectangles(cell), key=self._loss)

    def __getitem__(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]

    def told(self, row: int, column: int) -> int | None:
        """A count, or None where it is left out; -1 is the last row or column, the totals."""
        cell = (row % (self.rows + 1), column % (self.columns + 1))
        source = (cell[0], 0) if cell in self.untold and self.columns == 1 else cell
        source = (0, source[1]) if source in self.untold and self.rows == 1 else source
        return None if source in self.hidden else self[cell]

    def _cells(self) -> Iterator[Cell]:
        return ((i, j) for i in range(self.rows + 1) for j in range(self.columns + 1))

    def _need(self, cell: Cell) -> int:
        """By how much a cell must be able to be larger than it is."""
        return max(0, self.least - self[cell])

    def _capacity(self, cell: Cell, *, forth: bool) -> int:
        """How much may flow from a cell's row to its column (`forth`) or back, as totals run against the rest."""
        if cell in self.untold:
            return FREE
        total = (cell[0] == self.rows) != (cell[1] == self.columns)
        return FREE if forth != total else self[cell] - 1

    def _is_total(self, cell: Cell) -> bool:
        return (cell[0] == self.rows) != (cell[1] == self.columns)

    def _room(self, cell: Cell) -> int:
        """By how much a cell could be larger for all that is told: the flow that can come back past the others."""
        forth = not self._is_total(cell)  # enlarging it sends from its row to its column, a total the other way
        row, column = ("r", cell[0]), ("c", cell[1])
        start, end = (column, row) if forth else (row, column)
        left = self._network(cell)
        found = 0
        while found < self._need(cell) and (path := _path(left, start, end)):
            for a, b in path:
                left[a][b] -= 1
                left[b][a] += 1
            found += 1
        return found

    def _network(self, but: Cell) -> Room:
        edges: Room = {}
        for cell in (self.hidden | self.untold) - {but}:
            row, column = ("r", cell[0]), ("c", cell[1])
            edges.setdefault(row, {})[column] = self._capacity(cell, forth=True)
            edges.setdefault(column, {})[row] = self._capacity(cell, forth=False)
        edges.setdefault(("r", but[0]), {})
        edges.setdefault(("c", but[1]), {})
        return edges

    def _rectangles(self, cell: Cell) -> Iterator[set[Cell]]:
        """The corners that with a cell make a rectangle along which it could be large enough."""
        i, j = cell
        need, up = self._need(cell), not self._is_total(cell)
        for k in range(self.rows + 1):
            for m in range(self.columns + 1):
                if k == i or m == j:
                    continue
                corners = {(i, m): not up, (k, j): not up, (k, m): up}
                if all(self._gives(corner, need, forth=forth) for corner, forth in corners.items()):
                    yield set(corners) - self.untold

    def _gives(self, cell: Cell, need: int, *, forth: bool) -> bool:
        if cell in self.untold:
            return True
        return self[cell] > 0 and self._capacity(cell, forth=forth) >= need

    def _loss(self, corners: Iterable[Cell]) -> tuple[int, int, list[Cell]]:
        """What is lost by leaving out corners as well: totals first of all, then the counts."""
        new = set(corners) - self.hidden
        totals = sum((i == self.rows) + (j == self.columns) for i, j in new)
        return totals, sum(self[cell] for cell in new), sorted(new)


def _path(left: Room, start: Node, end: Node) -> list[tuple[Node, Node]]:
    """The steps of a shortest way with room left, or nothing."""
    came: dict[Node, Node] = {start: start}
    queue = deque([start])
    while queue and end not in came:
        at = queue.popleft()
        for there, room in left[at].items():
            if room > 0 and there not in came:
                came[there] = at
                queue.append(there)
    steps, at = [], end
    while at in came and at != start:
        steps.append((came[at], at))
        at = came[at]
    return steps if end in came else []
