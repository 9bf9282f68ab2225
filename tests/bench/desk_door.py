"""An operator's browser as far as forms go: signs in and takes the log over by the pages' own forms."""

import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from .stage import EVENT, PASSWORD


class Desk:
    """Somebody who is signed in; `base` is the address of the served product."""

    def __init__(self, base: str, email: str):
        self.base, self.email = base, email
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def take_over(self, note: str) -> float:
        """Sign in, take the log over and acknowledge what came along. Returns seconds for the two acts."""
        self.sign_in()
        page = f"/events/{EVENT}/handover"
        token = self.token(page)
        began = time.perf_counter()
        self.post(f"{page}/take", csrf_token=token, note=note)
        left = self.post(f"{page}/acknowledge", csrf_token=token, all="1")
        took = time.perf_counter() - began
        if 'name="all"' in left:
            raise RuntimeError("what came along was not acknowledged")
        return took

    def sign_in(self) -> None:
        """Sign in by the front door."""
        self.post("/login", csrf_token=self.token("/login"), email=self.email, password=PASSWORD)

    def token(self, page: str) -> str:
        """What a page's forms prove themselves by."""
        return self.get(page).split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **said: str) -> str:
        """Send a form. Returns the page that it leads to; raises HTTPError if it is refused."""
        with self.opener.open(self.base + path, urlencode(said).encode(), timeout=30) as answer:
            return str(answer.read().decode())
