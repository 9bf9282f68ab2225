"""eventops: plan, staff, run and evaluate the policing of an event."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask

PHASES = (
    "people", "events", "planning", "roster", "log", "map", "cooperation", "evaluation", "overview",
)  # fmt: skip


def create_app(**overrides: Any) -> Flask:
    """The table of contents: settings, libraries, then each phase of an event's life.

    `overrides` are configuration values that win over the environment's.
    """
    from . import config, database, doors, extensions, frames, headers, kept, laws, metrics, words
    from .paths import asset_folder

    app = Flask(__name__, template_folder=str(asset_folder("templates")), static_folder=str(asset_folder("static")))
    app.config.from_mapping(config.settings(overrides))
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", config.engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))

    extensions.init_app(app)
    with app.app_context():
        database.prepare(extensions.db.engine)
    frames.bind(extensions.socketio, app, redis_url=app.config["REDIS_URL"])
    headers.init_app(app)
    kept.init_app(app)
    words.init_app(app)
    laws.init_app(app)
    doors.init_app(app)
    metrics.init_app(app)
    _phases(app)
    return app


def _phases(app: Flask) -> None:
    from . import api
    from .cooperation.views import by_promise, by_report_link
    from .evaluation.views import by_survey
    from .events import scope
    from .log import live
    from .overview import health, installed, reference, wall_views
    from .people import sign_in
    from .planning.views import by_link
    from .roster.views import own

    sign_in.init_app(app)
    scope.init_app(app)
    rest = api.init_app(app)
    for phase in PHASES:
        for door, register in (("views", app.register_blueprint), ("api", rest.register_blueprint)):
            if find_spec(f"eventops.{phase}.{door}"):
                register(import_module(f"eventops.{phase}.{door}").bp)
    app.register_blueprint(by_link.bp)
    app.register_blueprint(by_report_link.bp)
    app.register_blueprint(own.bp)
    app.register_blueprint(health.bp)
    app.register_blueprint(installed.bp)
    app.register_blueprint(reference.bp)
    app.register_blueprint(wall_views.bp)
    app.register_blueprint(wall_views.by_wall)
    app.register_blueprint(by_survey.bp)
    app.register_blueprint(by_promise.bp)
    live.init_app(app)
