"""Attachments that are erased with their line, and where a breach or a ban is."""

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
