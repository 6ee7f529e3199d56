"""The generated tables of README.md; ``make docs`` writes them anew.

A table stands between ``<!-- NAME: … -->`` and ``<!-- end of NAME -->``; what is between the two
comments belongs to this program.
"""

import ast
import importlib.metadata
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from crawler.archive.schema import TABLES
from crawler.cli.commands import COMMANDS
from crawler.cli.commands import tinhuy as group
from crawler.cli.sites import paging
from crawler.config_options import OPTIONS
from crawler.declared import declared_sites
from crawler.errors import ExitCode
from crawler.extract.charset import REASONS
from crawler.site import Evidence, Site, Status
from tests.sources import ROOT, Source

README = ROOT / "README.md"

_MEANINGS = {
    ExitCode.OK: "done; also when nothing was new",
    ExitCode.DEFECT: "a defect of ours",
    ExitCode.USAGE: "the command line, the configuration or an input file cannot be used",
    ExitCode.DRIFT: "a site fell short of what it promises: it has changed",
    ExitCode.UNREACHABLE: "a site is unreachable or has moved, or it blocks or challenges us",
    ExitCode.PARTLY: "some sites failed and others did not, or they failed differently",
    ExitCode.BUSY: "this site is being crawled already",
    ExitCode.STORAGE: "storage trouble: disk, rights, damage, a lock that is never freed",
    ExitCode.INTERRUPTED: "interrupted (Ctrl-C); the next crawl goes on from there",
    ExitCode.TERMINATED: "terminated (SIGTERM), or its time was up; the next crawl goes on",
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
                paging(site),
                _section_names(site),
            ]
        )
    return table(["site", "title", "status", "hosts", "family", "listings", "sections"], rows)


def _section_names(site: Site) -> str:
    """The sections of *site*, with a word where they are not evidenced."""
    names = ", ".join(section.name for section in site.sections)
    known = site.sections_evidence is Evidence.EVIDENCED
    return names if known else f"{site.sections_evidence.value}: {names}"


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
    """Name, value and reason of each setting: the comment above it, or above the lines it ends.

    A table of components shows as its entries; each may have a comment of its own.
    """
    comments = dict(source.comments())
    why, end = "", 0
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            why = _comment_above(comments, node.lineno) or (why if node.lineno == end + 1 else "")
            end = node.end_lineno or 0
            for value, own in _entries(node.value, comments):
                yield node.targets[0].id, value, own or why


def _entries(node: ast.expr, comments: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Value and reason of each component that *node* lists, or of the whole *node*."""
    keys = node.keys if isinstance(node, ast.Dict) else []
    names = [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    if not isinstance(node, ast.Dict) or not all("." in name for name in names):
        yield _value(node), ""
        return
    why = ""
    for key, name, item in zip(node.keys, names, node.values, strict=True):
        why = (_comment_above(comments, key.lineno) if key else "") or why
        yield f"`{name.rpartition('.')[2]}`: {_value(item)}", why


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


def charsets() -> str:
    """Every reason for the charset of a page, as the archive has it in brackets."""
    return table(["reason", "what it means"], [[f"`{one}`", why] for one, why in REASONS.items()])


def licences() -> str:
    """The licence of each direct dependency, as its own package states it."""
    rows = []
    for name in sorted(runtime_dependencies()):
        about = importlib.metadata.metadata(name)
        classifiers = about.get_all("Classifier") or []
        named = [one.rpartition(":: ")[2] for one in classifiers if one.startswith("License ::")]
        stated = about.get("License-Expression") or about.get("License") or ", ".join(named)
        rows.append([name, stated])
    return table(["library", "licence"], rows)


def runtime_dependencies() -> list[str]:
    """The names of what pyproject.toml asks for, the progress display included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["progress"]]
    return [re.split(r"[<>=!~ \[]", one)[0] for one in wanted]


GENERATED: dict[str, Callable[[], str]] = {
    function.__name__.replace("_", " "): function
    for function in (commands, exit_codes, sites, options, settings, archive_tables)
} | {"charsets": charsets, "licences": licences}


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
