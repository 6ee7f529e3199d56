"""The table of commands, and the group that loads each only when it is asked for.

``tinhuy --help`` must answer at once: it is made from this table, and imports no command.
"""

import importlib
from collections.abc import Mapping
from typing import NamedTuple

import click

from crawler import VERSION
from crawler.errors import UsageProblem
from crawler.suggestions import nearest


class Entry(NamedTuple):
    """A command: the module that holds a click command of the same name, and its one line."""

    module: str
    summary: str


COMMANDS: Mapping[str, Entry] = {
    "init": Entry("crawler.cli.init", "Make a new archive in a folder."),
    "sites": Entry("crawler.cli.sites", "List the sites that are declared."),
    "crawl": Entry("crawler.cli.crawl", "Visit sites politely and keep what is new."),
    "ingest": Entry("crawler.cli.ingest", "Take in saved pages, WARC files and plain texts."),
    "show": Entry("crawler.cli.show", "Show one article with its addresses and revisions."),
    "provenance": Entry(
        "crawler.cli.provenance", "Show the evidence for an article, and how to check it."
    ),
    "export": Entry("crawler.cli.export", "Write all articles to a CSV or JSON Lines file."),
    "verify": Entry("crawler.cli.verify", "Check the archive against its own evidence."),
    "checksums": Entry("crawler.cli.checksums", "List the SHA-256 of the archive's files."),
    "backup": Entry("crawler.cli.backup", "Copy the archive into a new folder while crawls go on."),
    "recover": Entry("crawler.cli.recover", "Salvage a damaged archive into a new one."),
    "merge": Entry("crawler.cli.merge", "Take another machine's archive in."),
    "golden": Entry("crawler.cli.golden", "Show which saved pages read otherwise than reviewed."),
}


class LazyGroup(click.Group):
    """A group over :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The command, imported now; None where there is none of that name."""
        if (entry := COMMANDS.get(cmd_name)) is None:
            return None
        command = getattr(importlib.import_module(entry.module), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.module}.{cmd_name} is no click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that *args* name, or an error that names the nearest one."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageProblem(f"unknown command {args[0]!r}: {nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """The list of commands in the help text, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="tinhuy")
def tinhuy() -> None:
    """Archive what Vietnam's provincial Party committees publish.

    An archive is a folder made by `tinhuy init DIR`; the other commands find it by --archive DIR
    or by the environment variable TINHUY_ARCHIVE.
    """
