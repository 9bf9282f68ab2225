"""The command line: `eventops COMMAND`; each command is imported when it is asked for."""

from collections.abc import Sequence
from importlib import import_module

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from . import create_app
from .errors import Refused

COMMANDS = {
    "demo": "operations:demo",
    "serve": "operations:serve",
    "db": "operations:database",
    "seed": "operations:seed",
    "user": "people.commands:user",
    "token": "people.commands:token",
    "import": "cli:import_",
    "export": "evaluation.commands:export",
    "remind": "roster.reminders:remind",
    "audit": "operations:audit",
    "backup": "operations:backup",
    "restore": "operations:restore",
}
FORMATS = {
    "polisen-events": "log.commands:polisen_events",
    "ranger-ims": "log.commands:ranger_ims",
    "places": "events.commands:places",
    "roster": "roster.commands:roster",
    "survey": "evaluation.survey_commands:survey",
}


class Lazy(click.Group):
    """A group of commands named as module:command; refusals end in one line and exit code 1."""

    def __init__(self, *args: object, places: dict[str, str], **more: object):
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].partition(":")
        return getattr(import_module(f"eventops.{module}"), name)  # type: ignore[no-any-return]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except SQLAlchemyError as error:
            raise click.ClickException(_trouble(error)) from error


@click.group(cls=Lazy, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eventops")
def cli() -> None:
    """Plan, staff, run and evaluate the policing of an event."""


@click.group(cls=Lazy, places=FORMATS)
def import_() -> None:
    """Take something in: eventops import FORMAT FILE --event SLUG."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command and exit."""
    cli.main(args=argv, prog_name="eventops", obj=ScriptInfo(create_app=create_app, set_debug_flag=False))


def _trouble(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if "no such table" in said or "does not exist" in said:
        return "The database is not ready. Run: eventops db upgrade"
    return f"The database refused: {said}"


if __name__ == "__main__":
    main()
