"""eventops: plan, staff, run and evaluate the policing of an event."""

from typing import Any

from flask import Flask


def create_app(**overrides: Any) -> Flask:
    """The table of contents: settings, libraries, then each phase of an event's life."""
    from . import config, database, doors, extensions, headers, words
    from .paths import asset_folder

    app = Flask(__name__, template_folder=str(asset_folder("templates")), static_folder=str(asset_folder("static")))
    app.config.from_mapping(config.settings(overrides))
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS", config.engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True

    extensions.init_app(app)
    with app.app_context():
        database.prepare(extensions.db.engine)
    headers.init_app(app)
    words.init_app(app)
    doors.init_app(app)
    _phases(app)
    return app


def _phases(app: Flask) -> None:
    from .cooperation import views as cooperation
    from .evaluation import views as evaluation
    from .events import scope
    from .events import views as events
    from .log import api, live
    from .log import views as log
    from .map import views as map_
    from .overview import views as overview
    from .people import sign_in
    from .people import views as people
    from .planning import views as planning
    from .roster import views as roster

    sign_in.init_app(app)
    scope.init_app(app)
    for views in (people, events, planning, roster, log, map_, cooperation, evaluation, overview):
        app.register_blueprint(views.bp)
    api.init_app(app)
    live.init_app(app)
