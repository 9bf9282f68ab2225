"""What others do while one screen is watched: lines and incidents by the API, on one connection."""

import json
import random
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from .night import NOTES, WHAT
from .product import Product
from .stage import EVENT


class Feed:
    """Another operator's connection."""

    def __init__(self, served: Product):
        self.connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
        self.headers = {"Authorization": f"Bearer {served.tokens['operator']}", "Content-Type": "application/json"}
        self.chance, self.mine = random.Random(7), [int(self.ask("GET", "incidents?limit=1")["items"][0]["number"])]

    def ask(self, method: str, path: str, said: dict[str, Any] | None = None) -> Any:
        """Ask the API of the event; what is not 200 or 201 is an error."""
        body = json.dumps(said) if said else None
        self.connection.request(method, f"/api/v1/events/{EVENT}/{path}", body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {answer.status} {content!r}")
        return json.loads(content)

    def note(self) -> None:
        """A line on one of the incidents."""
        said = {"client_id": str(uuid4()), "text": self.chance.choice(NOTES)}
        self.ask("POST", f"incidents/{self.mine[-1]}/entries", said)

    def opened(self) -> None:
        """A new incident."""
        said = {"client_id": str(uuid4()), "category": "O2", "title": self.chance.choice(WHAT), "priority": 3}
        self.mine.append(int(self.ask("POST", "incidents", {**said, "lat": 60.4858, "lon": 15.434})["number"]))

    def many(self, pushes: int) -> None:
        """So many changes: eight lines to each incident that is opened and closed."""
        for _ in range(pushes // 10):
            self.opened()
            for _ in range(8):
                self.note()
            self.ask("PATCH", f"incidents/{self.mine.pop()}", {"state": "closed", "disposition": "advised"})
