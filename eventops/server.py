"""The serving process: gevent underneath everything, one socket, a clean end.

Run it through `command()`, so that gevent patches the standard library before anything else is imported.
"""

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gevent
from flask import Flask
from gevent.monkey import is_module_patched
from gevent.pywsgi import WSGIHandler, WSGIServer
from werkzeug.middleware.proxy_fix import ProxyFix

from .assets import Assets

BACKLOG = 1024
PATIENCE = 10.0  # seconds that running requests have to finish when the server is told to stop


def command(host: str, port: int, *extra: str) -> list[str]:
    """The argv of a serving process; what comes after `extra` is for main()."""
    launcher = [sys.executable, "-m", "gevent.monkey", "--module", "eventops.server"]
    return [*launcher, "--host", host, "--port", str(port), *extra]


class Handler(WSGIHandler):
    """One connection; counts the requests that are being answered."""

    def handle_one_response(self) -> None:
        with self.server.answering():
            super().handle_one_response()
        if "HTTP_UPGRADE" in self.environ:
            self.close_connection = True  # what still arrives are the last words of a WebSocket, not a request


class Server(WSGIServer):
    """The HTTP server, which knows how to stop without cutting anybody off."""

    handler_class = Handler
    running = 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Stand among the running requests meanwhile."""
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1

    def finish(self, app: Flask) -> None:
        """Take no more connections, say goodbye to the screens, let running requests end; then serving ends."""
        self.stop_accepting()
        for session in list(app.extensions["socketio"].server.eio.sockets.values()):
            session.close(wait=False)
        with gevent.Timeout(PATIENCE, False):
            while self.running:
                gevent.sleep(0.02)
        self.stop(timeout=0)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections never wait for more data to send. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is accepted inherits it
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def trust_proxies(app: Flask, count: int) -> None:
    """Believe what this many proxies in front of us say about the client."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count)  # type: ignore[method-assign]


def serve(app: Flask, listener: socket.socket) -> None:
    """Serve until told to stop by SIGTERM or SIGINT; told twice, stop at once."""
    server = Server(listener, app, log=None)
    server.start()
    stopping: list[Any] = []

    def stop() -> None:
        if stopping:
            server.stop(timeout=0)
        else:
            stopping.append(gevent.spawn(server.finish, app))

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stop)
    server.serve_forever()


def address_of(listener: socket.socket) -> str:
    """The URL under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the app of this environment. Returns 0 after a clean end, 1 if the address cannot be had."""
    parser = argparse.ArgumentParser(prog="eventops serve", description="Serve eventops in one process.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--play", type=float, metavar="SPEED", help="replay the demo's log live, so many times faster")
    options = parser.parse_args(argv)
    if not is_module_patched("socket"):
        played = ["--play", str(options.play)] if options.play else []
        os.execv(sys.executable, command(options.host, options.port, *played))
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        print(f"cannot serve on {options.host} port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    from . import create_app  # only now: an address that is taken is refused at once
    from .seeding import play

    app = create_app()
    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked through again: each time was 0.1 s of silence
    gc.set_threshold(20_000, 20, 20)  # and what a request leaves behind is looked at after twenty requests, not in each
    app.wsgi_app = Assets(app.wsgi_app, app.static_folder or "")  # type: ignore[method-assign]
    trust_proxies(app, app.config["TRUSTED_PROXIES"])
    print(f"eventops serves on {address_of(listener)}", flush=True)
    if options.play:
        with app.app_context():
            play(options.play)
    serve(app, listener)
    return 0


if __name__ == "__main__":
    sys.exit(main())
