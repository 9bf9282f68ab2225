"""The signed links of a survey: one for phones, one for a kiosk; and the mark that tells a form we made from others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from itsdangerous import BadData, URLSafeSerializer

from ..errors import N_, Refused
from ..extensions import db
from ..signed import Secret
from .survey_models import Channel, Survey
from .survey_questions import limits


@dataclass(frozen=True)
class Opened:
    """What a link opens, and for whom: a phone may answer once, a kiosk begins again."""

    survey: Survey
    channel: Channel

    @property
    def mark(self) -> str:
        """The cookie that says that this device has answered, the same on every device."""
        return f"answered-{self.survey.id}-{self.survey.serial}"


def link(secret: Secret, survey: Survey, channel: Channel) -> str:
    """The token of a survey's link; the same each time, so that a poster can be printed again."""
    return str(_signer(secret, "survey").dumps([survey.id, survey.serial, channel.value]))


def opened(secret: Secret, token: str) -> Opened | None:
    """What a link opens; None for one that is forged or ended."""
    try:
        number, serial, channel = _signer(secret, "survey").loads(token)
        survey = db.session.get(Survey, number)
        return Opened(survey, Channel(channel)) if survey and survey.serial == serial else None
    except (BadData, ValueError, TypeError):
        return None


def shown(secret: Secret, survey: Survey, now: datetime) -> str:
    """What a form carries: the answer's key, and when it was shown."""
    return str(_signer(secret, "survey-form").dumps([survey.id, str(uuid4()), int(now.timestamp())]))


def key(secret: Secret, survey: Survey, mark: str, now: datetime) -> str:
    """The answer's key. Refused for a form that is none of ours, or that came back faster than anybody reads."""
    number, made, at = _read(secret, mark)
    if number != survey.id:
        raise Refused(N_("The form had grown old. Look through your answers and send again."))
    if now.timestamp() - at < limits()["least_seconds"]:
        raise Refused(N_("That went very fast. Look through your answers and send again."))
    return made


def genuine(secret: Secret, survey: Survey, mark: str) -> bool:
    """Whether a form is one that this survey showed."""
    return _read(secret, mark)[0] == survey.id


def _read(secret: Secret, mark: str) -> tuple[int, str, int]:
    try:
        number, made, at = _signer(secret, "survey-form").loads(mark)
    except (BadData, ValueError, TypeError):
        return 0, "", 0
    return number, made, at


def _signer(secret: Secret, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret or "", salt=salt)
