"""The libraries the app is assembled from, unbound until create_app() binds them."""

from enum import Enum

import sqlalchemy
from flask import Flask
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, registry

from .paths import PACKAGE

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; constraints are named so that a migration can find them again."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            Enum: sqlalchemy.Enum(
                Enum, native_enum=False, length=32, values_callable=lambda kind: [member.value for member in kind]
            )
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
socketio = SocketIO()
csrf = CSRFProtect()
babel = Babel()
migrate = Migrate()
limiter = Limiter(get_remote_address)


def init_app(app: Flask) -> None:
    """Bind the libraries to an app; people/sign_in.py says whose language it speaks."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PACKAGE / "migrations"))
    csrf.init_app(app)
    limiter.init_app(app)
