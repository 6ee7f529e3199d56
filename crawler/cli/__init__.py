"""The command line: one thin file a command, loaded when it is asked for."""

from crawler.cli.entry import main

__all__ = ["main"]
