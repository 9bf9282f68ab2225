"""What every installation starts with, and the demo: a story that is loaded as if it had happened."""

from .demo import DemoAccount, seed_demo
from .play import play
from .reference import seed_reference

__all__ = ["DemoAccount", "play", "seed_demo", "seed_reference"]
