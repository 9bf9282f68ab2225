"""A small app served as the product is, with doors for the tests: push to a room, be slow, count the screens.

    python -m gevent.monkey --module tests.serving.app PORT
"""

import os
import sys
import time
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from eventops import frames, server

socketio = SocketIO()


def create_app() -> Flask:
    """The app; EVENTOPS_REDIS_URL and EVENTOPS_SECRET_KEY as the product has them."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ.get("EVENTOPS_SECRET_KEY", "secret")
    app.add_url_rule("/push/<room>", view_func=push, methods=["POST"])
    app.add_url_rule("/stock/<room>", view_func=stock, methods=["POST"])
    app.add_url_rule("/hang-up/<room>", view_func=hang_up, methods=["POST"])
    app.add_url_rule("/slow", view_func=slow)
    app.add_url_rule("/screens", view_func=screens)
    frames.bind(socketio, app, redis_url=os.environ.get("EVENTOPS_REDIS_URL", ""))
    return app


@socketio.on("connect")
def connected(_: Any = None) -> None:
    join_room(request.args["room"])


def push(room: str) -> str:
    """Push the body, JSON already, as often as asked."""
    body = request.get_data(as_text=True)
    for _ in range(int(request.args.get("times", 1))):
        frames.emit(socketio, "change", body, to=room)
    return "pushed"


def stock(room: str) -> str:
    """Push by the ordinary call."""
    socketio.emit("change", request.get_json(), to=room)
    return "pushed"


def hang_up(room: str) -> str:
    """Disconnect a room."""
    frames.hang_up(socketio, room)
    return "pushed"


def slow() -> str:
    """Say on the output that it begins, and answer after a while."""
    print("begun", flush=True)
    time.sleep(float(request.args["seconds"]))
    return "done"


def screens() -> dict[str, int]:
    """How many screens are connected."""
    return {"screens": len(socketio.server.eio.sockets)}


if __name__ == "__main__":
    listener = server.listen("127.0.0.1", int(sys.argv[1]))
    print(server.address_of(listener), flush=True)
    server.serve(create_app(), listener)
