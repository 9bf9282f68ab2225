"""What in somebody's words may tell of a person: shown to whoever reads or writes it, who decides."""

import re

from .errors import N_

SIGNS = (
    (N_("personal number"), re.compile(r"\b(?:19|20)?\d{6}[-+ ]?\d{4}\b")),
    (N_("telephone"), re.compile(r"(?<!\d)(?:\+46|0)[\d\s-]{7,12}\d\b")),
    (N_("e-mail"), re.compile(r"\S+@\S+\.\w+")),
    (N_("name"), re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöé]+ [A-ZÅÄÖÉ][a-zåäöé]+(?:sson|[a-zåäöé])\b")),
    (N_("name"), re.compile(r"\b(?:heter|hette|named|called|polisen|officer|vakten) [A-ZÅÄÖÉ][a-zåäöé]+")),
    (N_("account in social media"), re.compile(r"(?<!\S)@\w{3,}")),
)


def signs(text: str) -> list[str]:
    """The kinds of personal data a text seems to hold, each once."""
    return list(dict.fromkeys(kind for kind, pattern in SIGNS if pattern.search(text)))
