"""``tinhuy.toml``: what the operator of an archive has decided, read and checked.

What is not set has its default; a file that is not there sets nothing. Whatever the file says that
nothing here reads is an error, for a misspelt option would otherwise be obeyed by nobody.
"""

import re
import textwrap
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.archive.folder import CONFIG, require_archive, storage
from crawler.config_options import OPTIONS, Kind, Option, options_of, tables
from crawler.errors import StorageProblem, UsageProblem
from crawler.site import Section
from crawler.strictness import Strictness
from crawler.suggestions import nearest

_SITES = "sites"
_SITE_TABLE = "sites.NAME"
_HEADER = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]")


@dataclass(frozen=True, kw_only=True)
class CrawlConfig:
    """The manners towards every host but loopback; what each means stands in OPTIONS."""

    interval_seconds: float
    pause_seconds: float
    timeout_seconds: float
    max_page_mb: float
    max_run_hours: float
    max_requests: int
    max_listing_pages: int
    hours: str
    retries: int
    ca_file: str


@dataclass(frozen=True, kw_only=True)
class LoopbackConfig:
    """The manners towards hosts of this machine."""

    interval_seconds: float
    pause_seconds: float
    timeout_seconds: float
    concurrency: int


@dataclass(frozen=True, kw_only=True)
class SiteConfig:
    """What the operator knows better than the declaration of a site.

    ``hosts`` are addresses ``scheme://host[:port]``, the home first; ``hosts`` or ``sections``
    that are empty leave those of the declaration in force. ``networks`` are those that are not
    public and hold them all the same, as ``address/bits``. ``feeds`` are paths; None leaves those
    of the declaration in force. ``cookie`` is what is sent as that header, None for none.
    """

    hosts: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    networks: tuple[str, ...] = ()
    feeds: tuple[str, ...] | None = None
    tls: Strictness = Strictness.STRICT
    cookie: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Config:
    """A whole ``tinhuy.toml``; ``contact`` is empty where none is set."""

    path: Path
    contact: str
    crawl: CrawlConfig
    loopback: LoopbackConfig
    sites: Mapping[str, SiteConfig] = field(default_factory=dict)


def load_config(folder: Path, *, sites: Collection[str]) -> Config:
    """The configuration of the archive in *folder*; *sites* are the names of the declared sites.

    Raises UsageProblem where there is no archive, and for a file with anything unknown or wrong
    in it; StorageProblem for a file that may not be read.
    """
    require_archive(folder)
    path = folder / CONFIG
    return _Reader(path=path, text=_text(path)).config(sites)


def config_template() -> str:
    """A ``tinhuy.toml`` that sets nothing and documents everything."""
    parts = ["# Settings of this archive. A line that begins with # is not in force."]
    for table in tables():
        if table:
            parts.append(f"# [{table}]" if table == _SITE_TABLE else f"[{table}]")
        for option in options_of(table):
            doc = textwrap.fill(option.doc, 96, initial_indent="# ", subsequent_indent="# ")
            parts.append(f"{doc}\n# {option.name} = {option.shown_default}")
    return "\n\n".join(parts) + "\n"


def write_template(folder: Path) -> Path:
    """Write the template into *folder*, unless it has a ``tinhuy.toml``; the path of that file."""
    path = folder / CONFIG
    with storage(path):
        if not path.exists():
            path.write_text(config_template(), encoding="utf-8")
    return path


def _text(path: Path) -> str:
    """The text of the file, empty where there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{path} is not in UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise StorageProblem(
            f"cannot read {path}: {error.strerror}; give this user the right to read it"
        ) from error


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads one file, and knows where in it a name stands."""

    path: Path
    text: str

    def config(self, sites: Collection[str]) -> Config:
        """The checked configuration."""
        data = self._parsed()
        names = {option.name for option in options_of("")}
        known = {table.split(".")[0] for table in tables() if table}
        for key in data:
            if key not in names | known:
                raise self._problem("", key, f"unknown option {key!r}: {_hint(key, names | known)}")
        top = self._values("", {key: value for key, value in data.items() if key not in known}, "")
        return Config(
            path=self.path,
            contact=top["contact"],
            crawl=CrawlConfig(**self._table(data, "crawl")),
            loopback=LoopbackConfig(**self._table(data, "loopback")),
            sites=self._sites(data, sites),
        )

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise UsageProblem(f"{self.path} is not valid TOML: {error}; correct it") from error

    def _sites(self, data: dict[str, Any], sites: Collection[str]) -> dict[str, SiteConfig]:
        found = {}
        for name, values in self._subtable(data, _SITES).items():
            table = f"{_SITES}.{name}"
            if name not in sites:
                raise self._problem(table, "", f"unknown site {name!r}: {nearest(name, sites)}")
            if not isinstance(values, dict):
                raise self._problem(_SITES, name, f"{table} must be a table: write [{table}]")
            found[name] = _site_config(self._values(_SITE_TABLE, values, table))
            if found[name].tls is not Strictness.STRICT and "tls_reason" not in values:
                raise self._problem(
                    table,
                    "tls",
                    f'{table}.tls = "{found[name].tls}" needs a reason: set tls_reason to a'
                    " sentence that says why",
                )
        return found

    def _table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        return self._values(name, self._subtable(data, name), name)

    def _subtable(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        values = data.get(name, {})
        if not isinstance(values, dict):
            raise self._problem("", name, f"{name} must be a table: write [{name}]")
        return values

    def _values(self, table: str, values: dict[str, Any], place: str) -> dict[str, Any]:
        """Every option of *table* with its value, from *values* or by default."""
        options = {option.name: option for option in options_of(table)}
        for key, value in values.items():
            shown = f"{place}.{key}" if place else key
            if key not in options:
                raise self._problem(place, key, f"unknown option {shown!r}: {_hint(key, options)}")
            if wrong := _wrong(options[key], value):
                raise self._problem(place, key, f"{shown} {wrong}")
        return {name: values.get(name, option.default) for name, option in options.items()}

    def _problem(self, table: str, key: str, sentence: str) -> UsageProblem:
        line = _line_of(self.text, table, key)
        return UsageProblem(f"{self.path}{f', line {line}' if line else ''}: {sentence}")


def _hint(key: str, options: Iterable[str]) -> str:
    """Where an option that is unknown in its table belongs, or what it may stand for."""
    for option in OPTIONS:
        if option.name == key:
            place = f"in [{option.table}]" if option.table else "at the top of the file"
            return f"it belongs {place}"
    return nearest(key, options)


def _wrong(option: Option, value: object) -> str | None:
    """What is wrong with *value*, as the end of a sentence."""
    if not _is(option.kind, value):
        example = option.shown_default
        return f"must be {option.kind.value}, such as {example}"
    return option.check(value)


def _is(kind: Kind, value: object) -> bool:
    if kind is Kind.TEXT:
        return isinstance(value, str)
    if kind is Kind.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    member = str if kind is Kind.TEXTS else dict
    return isinstance(value, list) and all(isinstance(one, member) for one in value)


def _site_config(values: dict[str, Any]) -> SiteConfig:
    hosts = ([values["home"]] if values["home"] else []) + (values["hosts"] or [])
    sections = tuple(Section(one["path"], one["name"]) for one in values["sections"] or [])
    networks = tuple(values["networks"] or ())
    feeds = values["feeds"]
    return SiteConfig(
        hosts=tuple(dict.fromkeys(hosts)),
        sections=sections,
        networks=networks,
        feeds=None if feeds is None else tuple(feeds),
        tls=Strictness(values["tls"]),
        cookie=values["cookie"],
    )


def _line_of(text: str, table: str, key: str) -> int | None:
    """The line where *key* of *table* is set, or *table* begins; None where it is not found."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            current = re.sub(r"[\"'\s]", "", header[1])
            if current == f"{table}.{key}".strip("."):
                return number
        elif current == table and (name := _KEY.match(line)) and name[1] == key:
            return number
    return None
