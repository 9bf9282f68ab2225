"""An event evaluated: the wording of its outcome table, and figures that others report."""

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
