"""What partners report for acceptance, and trends that somebody confirms."""

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
