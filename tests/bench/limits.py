"""What the machine can do at best: a bare broadcast of the websockets library without a database, and the disk's fsync.

    python -m tests.bench.limits    serves the broadcast on a free port, which it prints
"""

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from .client import spread

PROBES = 500


def fsync(folder: Path) -> dict[str, float]:
    """Milliseconds of fdatasync after 4 KiB, on the disk that holds a folder."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as probe:
        for _ in range(PROBES):
            probe.write(os.urandom(4096))
            began = time.perf_counter()
            os.fdatasync(probe.fileno())
            times.append(time.perf_counter() - began)
    return spread(times)


async def bare_broadcast() -> None:
    """Send what a poster sends to every screen, numbered; the poster is answered as soon as that is done."""
    screens: set[ServerConnection] = set()
    seq = 0

    async def poster(connection: ServerConnection) -> None:
        nonlocal seq
        async for message in connection:
            seq += 1
            broadcast(screens, str(message).replace("SEQ", str(seq), 1))
            await connection.send("ok")

    async def screen(connection: ServerConnection) -> None:
        screens.add(connection)
        await connection.send(f'42["welcome",{{"feeds":{{"all":{seq}}}}}]')
        await connection.wait_closed()
        screens.discard(connection)

    async def connected(connection: ServerConnection) -> None:
        act = poster if connection.request and connection.request.path == "/post" else screen
        with suppress(ConnectionClosed):
            await act(connection)

    async with serve(connected, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(bare_broadcast())
