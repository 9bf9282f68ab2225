"""Ears: what a signed-in screen hears on its socket."""

from contextvars import Context
from typing import Any

from flask import Flask

from eventops.extensions import socketio

from .cast import Player


class Ear:
    """A screen of somebody, connected to an event."""

    def __init__(self, app: Flask, player: Player, event: str = "sommar"):
        door = player.door
        self.client = Context().run(
            socketio.test_client, app, query_string=f"event={event}", flask_test_client=door
        )  # as in life, nothing of the test's own context reaches the socket

    @property
    def connected(self) -> bool:
        return bool(self.client.is_connected())

    def changes(self) -> list[dict[str, Any]]:
        """The changes heard since last asked."""
        return [told["args"][0] for told in self.client.get_received() if told["name"] == "change"]

    def ask(self) -> None:
        """Ask where each feed stands."""
        Context().run(self.client.emit, "standing")

    def welcome(self) -> dict[str, int]:
        """Where each feed stood on joining."""
        return next(told["args"][0]["feeds"] for told in self.client.get_received() if told["name"] == "welcome")
