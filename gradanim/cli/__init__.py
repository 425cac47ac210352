"""The commands; each is one thin file, imported only when it is called."""

from gradanim.cli.main import main

__all__ = ["main"]
