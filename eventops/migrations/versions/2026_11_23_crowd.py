"""What is counted at the gates: zones, counts and what they trip."""

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
