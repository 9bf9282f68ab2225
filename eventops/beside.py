"""Work beside the hub: what reckons or waits for long runs in a native thread, and the screens are served meanwhile."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from gevent import get_hub
from gevent.monkey import is_module_patched

Made = TypeVar("Made")
Each = TypeVar("Each")


def beside_the_hub(work: Callable[[], Made]) -> Made:
    """Do some work that touches neither request nor database; others have their turn until it is done."""
    return get_hub().threadpool.apply(work) if is_module_patched("threading") else work()


def in_steps(things: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """The things in lists of at most `size`; between two of them others have their turn."""
    each = iter(things)
    some = list(islice(each, size))
    while some:
        yield some
        some = list(islice(each, size))
        if some:
            time.sleep(0.001)  # zero would let no new request in


def in_turns(things: Iterable[Each], size: int) -> Iterator[Each]:
    """The same one by one."""
    for some in in_steps(things, size):
        yield from some
