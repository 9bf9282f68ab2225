"""The solver's own process: `python -m eventops.roster.filling.child` reads a problem and tells what it finds.

On its input: one line with the problem as JSON; later "stop", and it is content with what it has. When the input ends,
whoever asked is gone, and so is it. On its output: a line of JSON for each proposal that is better than the last.
"""

import json
import os
import sys
import threading
import time
from typing import Any

from .greedy import greedy
from .outcome import outcome
from .plain import Found, Problem, read

LAST = 19  # how nice it is to everything else on the machine
PAUSE = 1.0  # seconds between two proposals, unless something is settled by the second


class Voice:
    """Tells each proposal, and how far the search has come."""

    def __init__(self, problem: Problem):
        self.problem, self.began, self.told = problem, time.monotonic(), 0.0

    def tell(self, found: Found) -> None:
        """Write a line, unless the last one is fresh and this is only a little better."""
        seconds = time.monotonic() - self.began
        if found.stage in ("covering", "better") and seconds - self.told < PAUSE:
            return
        self.told = seconds
        line = {
            "stage": found.stage, "covered": found.covered, "of": self.problem.gap, "most": found.most,
            "cost": found.cost, "seconds": round(seconds, 1), **outcome(self.problem, found.filled),
        }  # fmt: skip
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Solve what stands on the first line of the input."""
    os.nice(LAST)
    asked = json.loads(sys.stdin.readline())
    problem = read(asked["problem"])
    voice, filled = Voice(problem), greedy(problem)
    voice.tell(Found(filled, sum(map(len, filled)), problem.gap, "first"))
    from .search import Effort, Search  # the solver takes a second to load: there is something to show before

    search = Search(problem, filled, Effort(**{"cores": os.cpu_count() or 1, **asked.get("effort", {})}), voice.tell)
    threading.Thread(target=_listen, args=(search,), daemon=True).start()
    search.run()
    os._exit(0)  # the listener still waits for a word


def _listen(search: Any) -> None:
    if sys.stdin.readline():
        search.stop()
        sys.stdin.readline()
    os._exit(1)


if __name__ == "__main__":
    main()
