"""The generated tables of README.md; ``make docs`` writes them anew.

A table stands between ``<!-- NAME: … -->`` and ``<!-- end of NAME -->``; what is between the two
comments belongs to this program.
"""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from crawler.archive.schema import TABLES
from crawler.cli.commands import COMMANDS
from crawler.cli.commands import tinhuy as group
from crawler.config_options import OPTIONS
from crawler.declared import declared_sites
from crawler.errors import ExitCode
from crawler.site import Status
from tests.sources import ROOT, Source

README = ROOT / "README.md"

_MEANINGS = {
    ExitCode.OK: "done; also when nothing was new",
    ExitCode.DEFECT: "a defect of ours",
    ExitCode.USAGE: "the command line, the configuration or an input file cannot be used",
    ExitCode.DRIFT: "a site fell short of what it promises: it has changed",
    ExitCode.UNREACHABLE: "a site is unreachable, or it blocks or challenges us",
    ExitCode.PARTLY: "some sites failed and others did not, or they failed differently",
    ExitCode.BUSY: "this site is being crawled already",
    ExitCode.STORAGE: "storage trouble: disk, rights, damage, a lock that is never freed",
    ExitCode.INTERRUPTED: "interrupted (Ctrl-C); the next crawl goes on from there",
    ExitCode.TERMINATED: "terminated (SIGTERM); the next crawl goes on from there",
}


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def commands() -> str:
    """Each command with its arguments and options, from the commands themselves."""
    context = group.make_context("tinhuy", ["init", "x"])
    rows = []
    for name, entry in COMMANDS.items():
        command = group.get_command(context, name)
        assert command is not None
        usage = [f"tinhuy {name}", *map(_parameter, _shown(command))]
        rows.append([f"`{' '.join(usage)}`", entry.summary])
    return table(["command", "what it does"], rows)


def _shown(command: click.Command) -> list[click.Parameter]:
    """Arguments before options; ``--archive`` is told once, above the table."""
    shown = [one for one in command.params if one.name != "archive"]
    return sorted(shown, key=lambda one: isinstance(one, click.Option))


def _parameter(one: click.Parameter) -> str:
    if isinstance(one, click.Argument):
        name = one.make_metavar(click.Context(click.Command("x")))
        return name if one.required or name.startswith("[") else f"[{name}]"
    assert isinstance(one, click.Option)
    value = "" if one.is_flag else f" {one.metavar or str(one.name).upper()}"
    text = f"{one.opts[0]}{value}"
    return text if one.required else f"[{text}]"


def exit_codes() -> str:
    """Every exit code."""
    return table(["code", "meaning"], [[int(code), _MEANINGS[code]] for code in ExitCode])


def sites() -> str:
    """Every declared site."""
    rows = []
    for site in declared_sites().sites.values():
        hosts = ", ".join(f"`{host}`" for host in site.hosts)
        unknown = site.status is Status.UNVERIFIED
        rows.append(
            [
                f"`{site.name}`",
                site.title,
                site.status.value,
                f"not known; candidates: {hosts}" if unknown else hosts,
                ", ".join(family.name for family in site.families),
                ", ".join(section.name for section in site.sections),
            ]
        )
    return table(["site", "title", "status", "hosts", "family", "sections"], rows)


def options() -> str:
    """Every option of tinhuy.toml."""
    rows = []
    for option in OPTIONS:
        name = f"[{option.table}] {option.name}" if option.table else option.name
        default = "" if option.default is None else f"`{option.shown_default}`"
        rows.append([f"`{name}`", default, option.doc])
    return table(["option", "default", "meaning"], rows)


def settings() -> str:
    """Every Scrapy setting, with the reason in the comment above it."""
    path = "crawler/settings.py"
    source = Source(path, (ROOT / path).read_text(encoding="utf-8"))
    heads = ["setting", "value", "why"]
    return table(heads, [[f"`{name}`", value, why] for name, value, why in reasons(source)])


def reasons(source: Source) -> Iterator[tuple[str, str, str]]:
    """Name, value and reason of each setting; settings in a row share the reason above them.

    A dictionary shows as its entries, each with the comment above it.
    """
    comments = dict(source.comments())
    why = ""
    for node in source.tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        why = _comment_above(comments, node.lineno) or why
        name = node.targets[0].id
        if isinstance(node.value, ast.Dict) and not _comment_above(comments, node.lineno):
            yield from _entries(name, node.value, comments)
        else:
            yield name, _value(node.value), why


def _entries(
    name: str, value: ast.Dict, comments: dict[int, str]
) -> Iterator[tuple[str, str, str]]:
    why = ""
    for key, item in zip(value.keys, value.values, strict=True):
        if isinstance(key, ast.Constant):
            why = _comment_above(comments, key.lineno) or why
            yield name, f"`{str(key.value).rpartition('.')[2]}`: {_value(item)}", why


def _value(node: ast.expr) -> str:
    return f"`{ast.unparse(node)}`"


def _comment_above(comments: dict[int, str], line: int) -> str:
    found: list[str] = []
    while (line := line - 1) in comments:
        found.insert(0, comments[line].lstrip("#: "))
    return " ".join(found)


def archive_tables() -> str:
    """Every table of the archive; what each column means is in its table ``columns``."""
    rows = [
        [f"`{one.name}`", one.row, ", ".join(f"`{column.name}`" for column in one.columns)]
        for one in sorted(TABLES, key=lambda one: one.name)
    ]
    return table(["table", "one row is", "columns"], rows)


GENERATED: dict[str, Callable[[], str]] = {
    function.__name__.replace("_", " "): function
    for function in (commands, exit_codes, sites, options, settings, archive_tables)
}


def with_tables(text: str) -> str:
    """*text* with every generated table written anew; ValueError where one has no place."""
    for name, generate in GENERATED.items():
        place = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        fresh = generate()
        text, count = place.subn(lambda found, fresh=fresh: f"{found[1]}{fresh}\n{found[2]}", text)  # type: ignore[misc]  # a lambda with a default
        if count != 1:
            raise ValueError(f"README.md has {count} places for the table of {name}, not 1")
    return text


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def write(path: Path = README) -> None:
    """Write the tables into *path*."""
    path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
