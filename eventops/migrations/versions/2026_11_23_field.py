"""Units as they say themselves: status, position, welfare; how each account has its screens."""

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
