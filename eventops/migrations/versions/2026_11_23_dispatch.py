"""What a unit does when it is on no incident, and its welfare timer."""

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
