"""Where code may stand and what it may do, read from the sources themselves.

Every rule is a function over one file, and each is shown a file that breaks it: a rule that finds
nothing anywhere could have stopped looking.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources import PACKAGES, ROOT, Source, project_files, sources

Rule = Callable[[Source], Iterator[str]]

SQL_HOMES = ("crawler/archive/", "crawler/frontier/", "crawler/search/", "crawler/report/")
#: Export reads, and nothing else.
SQL_READERS = ("crawler/export/",)
WORDS_OF_NO_MEANING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
TOP_LEVEL = {
    "crawler", "spiders", "pipelines", "tests", "scrapy.cfg", "pyproject.toml", "README.md",
    "Makefile", "CHANGELOG.md", "LICENSE", "docs", "benchmarks",
}  # fmt: skip
_WRITES = r"INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO"
_WRITES += r"|CREATE\s+(TABLE|INDEX|VIRTUAL)|DROP\s+\w+|ALTER\s+TABLE|BEGIN\s+IMMEDIATE|PRAGMA\s"
SQL = re.compile(rf"^\s*(SELECT\s+.+\sFROM\s|WITH\s+\w+\s+AS\s|{_WRITES})", re.DOTALL)
SQL_WRITE = re.compile(rf"^\s*({_WRITES})")
TIMES = {"now", "utcnow", "today"}


def packages() -> tuple[Source, ...]:
    return sources(*PACKAGES)


def layers(source: Source) -> Iterator[str]:
    """``spiders -> crawler <- pipelines``; only ``crawler/cli`` wires all three."""
    own = source.name.split("/")[0]
    if source.name.startswith("crawler/cli/"):
        return
    for line, module in source.imports():
        other = module.split(".")[0]
        if other in {*PACKAGES, "tests"} - {own, "crawler"}:
            yield f"{line}: imports {module}"
        if module.startswith("crawler.cli"):
            yield f"{line}: imports the command line"


def settings_name_only_strings(source: Source) -> Iterator[str]:
    """Scrapy's settings are a map of the system, and load nothing of it."""
    if source.name == "crawler/settings.py":
        yield from (f"{line}: imports {module}" for line, module in source.imports())


def short_functions(source: Source) -> Iterator[str]:
    """At most 40 lines, the decorators left out."""
    for node in source.functions():
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > 40:
            yield f"{node.lineno}: {node.name} has {length} lines"


def short_files(source: Source) -> Iterator[str]:
    """At most 300 lines."""
    if source.lines > 300:
        yield f"{source.lines} lines"


def sites_are_data(source: Source) -> Iterator[str]:
    """A site file has at most 25 lines, no code, and the name of its site."""
    path = Path(source.name)
    if path.parent.as_posix() != "spiders" or path.name == "__init__.py":
        return
    if source.lines > 25:
        yield f"{source.lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield f"{node.lineno}: a site is data"
    names = re.findall(r"^SITE = Site\(\s*name=\"(\w+)\"", source.text, re.MULTILINE)
    if names != [path.stem]:
        yield f"declares {names}, not [{path.stem!r}]"


def narrow_excepts(source: Source) -> Iterator[str]:
    """An ``except`` names what it expects; one for everything must raise again."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {name.id for name in ast.walk(node.type or node) if isinstance(name, ast.Name)}
            too_broad = node.type is None or caught & {"Exception", "BaseException"}
            last = node.body[-1]
            if too_broad and not (isinstance(last, ast.Raise) and last.exc is None):
                yield f"{node.lineno}: catches everything"


def no_print(source: Source) -> Iterator[str]:
    """Only the command line speaks, through click."""
    yield from (f"{line}: print" for line, name in _calls(source) if name == "print")


def meaningful_names(source: Source) -> Iterator[str]:
    """A module says what is in it."""
    for part in Path(source.name).with_suffix("").parts:
        if WORDS_OF_NO_MEANING & set(part.split("_")):
            yield f"{part} says nothing"


def one_clock(source: Source) -> Iterator[str]:
    """Time is read in ``crawler/clock.py`` alone."""
    if source.name == "crawler/clock.py":
        return
    for line, name in _calls(source):
        owner, _, method = name.rpartition(".")
        if method in TIMES and owner.split(".")[-1] in {"datetime", "date"}:
            yield f"{line}: {name}()"
        if name in {"time.time", "time.monotonic", "time.localtime", "time.gmtime"}:
            yield f"{line}: {name}()"
    for line, module in source.imports():
        if module in {"time.time", "time.monotonic"}:
            yield f"{line}: imports {module}"


def documented(source: Source) -> Iterator[str]:
    """Every module and every public class and function says what its code cannot."""
    if not ast.get_docstring(source.tree):
        yield "1: the module has no docstring"
    for node in source.tree.body:
        kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        is_public = isinstance(node, kinds) and not node.name.startswith("_")
        if is_public and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} has no docstring"


def sql_at_home(source: Source) -> Iterator[str]:
    """SQL stands where the archive is known; an export only reads."""
    if source.name.startswith(SQL_HOMES):
        return
    pattern = SQL_WRITE if source.name.startswith(SQL_READERS) else SQL
    for line, text in source.strings():
        if pattern.match(text):
            yield f"{line}: SQL"


def no_pickle(source: Source) -> Iterator[str]:
    """What was pickled runs as code where it is read."""
    for line, module in source.imports():
        if module.split(".")[0] in {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib"}:
            yield f"{line}: imports {module}"


def reasons_for_silence(source: Source) -> Iterator[str]:
    """A ``noqa`` or ``type: ignore`` names its code, and says why after ``-`` or a second ``#``."""
    for line, comment in source.comments():
        for mark, form in (
            ("noqa", r"noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*( -|  #) \S"),
            ("type: ignore", r"type: ignore\[[\w, -]+\]( -|  #) \S"),
        ):
            if mark in comment and not re.search(form, comment):
                yield f"{line}: {comment}"


def no_dead_code(source: Source) -> Iterator[str]:
    """What is left for later stands in no file."""
    for line, comment in source.comments():
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", comment):
            yield f"{line}: {comment}"


def replica_stands_alone(source: Source) -> Iterator[str]:
    """The replica must not share our mistakes."""
    if source.name.startswith("tests/replica/"):
        for line, module in source.imports():
            if module.split(".")[0] in PACKAGES:
                yield f"{line}: imports {module}"


def _calls(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


#: Each rule with a file that breaks it.
OF_PACKAGES: dict[Rule, Source] = {
    layers: Source("pipelines/a.py", "from spiders import families"),
    settings_name_only_strings: Source("crawler/settings.py", "import crawler.net.gate"),
    short_functions: Source("crawler/a.py", "def f():\n" + "    g()\n" * 40),
    short_files: Source("crawler/a.py", "a = 1\n" * 301),
    sites_are_data: Source("spiders/a.py", 'SITE = Site(\n    name="b",\n)\n'),
    narrow_excepts: Source("crawler/a.py", "try:\n    f()\nexcept (OSError, Exception):\n    pass"),
    no_print: Source("crawler/a.py", "print(1)"),
    meaningful_names: Source("crawler/url_utils.py", ""),
    one_clock: Source("crawler/a.py", "import datetime\ndatetime.datetime.now(tz=UTC)"),
    documented: Source("crawler/a.py", '"""Said."""\nclass Unsaid:\n    pass'),
    sql_at_home: Source("crawler/cli/a.py", 'db.execute(f"SELECT {x} FROM articles")'),
    no_pickle: Source("crawler/a.py", "from pickle import loads"),
}
OF_ALL: dict[Rule, Source] = {
    reasons_for_silence: Source("tests/a.py", "x = 1  # noqa: E501"),
    no_dead_code: Source("tests/a.py", "x = 1  # TODO: later"),
    replica_stands_alone: Source("tests/replica/a.py", "def f():\n    import crawler.site"),
}


def broken(rule: Rule, among: tuple[Source, ...]) -> list[str]:
    return [f"{source.name}:{found}" for source in among for found in rule(source)]


@pytest.mark.parametrize("rule", OF_PACKAGES, ids=lambda rule: rule.__name__)
def test_rule_of_the_packages(rule: Rule) -> None:
    assert broken(rule, packages()) == []
    assert broken(rule, (OF_PACKAGES[rule],))


@pytest.mark.parametrize("rule", OF_ALL, ids=lambda rule: rule.__name__)
def test_rule_of_all_files(rule: Rule) -> None:
    assert broken(rule, sources(*PACKAGES, "tests", "benchmarks")) == []
    assert broken(rule, (OF_ALL[rule],))


def test_hard_cases_of_the_rules() -> None:
    """What a simpler check would have let through, or refused."""
    assert broken(layers, (Source("crawler/net/a.py", "def f():\n    from pipelines import b"),))
    assert broken(layers, (Source("spiders/families/a.py", "from ...pipelines import b"),))
    assert not broken(layers, (Source("crawler/cli/a.py", "from pipelines import b"),))
    assert not broken(sql_at_home, (Source("crawler/a.py", 'x = "Select a site FROM the list"'),))
    assert not broken(sql_at_home, (Source("crawler/export/a.py", 'x = "SELECT a FROM b"'),))
    assert broken(sql_at_home, (Source("crawler/export/a.py", 'x = "DELETE FROM b"'),))
    assert broken(one_clock, (Source("crawler/a.py", "from time import time"),))
    again = "try:\n    f()\nexcept BaseException:\n    close()\n    raise"
    assert not broken(narrow_excepts, (Source("crawler/a.py", again),))


def test_the_sources_are_found() -> None:
    """Or every rule would hold."""
    names = {source.name for source in packages()}
    assert {"crawler/clock.py", "crawler/archive/tables.py", "spiders/__init__.py"} <= names


in_a_checkout = pytest.mark.skipif(not project_files(), reason="not a git checkout")


@in_a_checkout
def test_the_top_level_is_fixed() -> None:
    top = {name.split("/")[0] for name in project_files()}
    others = {name for name in top - TOP_LEVEL if not name.startswith(".")}
    assert {name for name in others if not re.fullmatch(r"requirements.*\.(txt|in)", name)} == set()


def test_no_folder_of_tests_is_named_like_a_package() -> None:
    """Such a folder would be imported in its place."""
    folders = {path.name for path in (ROOT / "tests").rglob("*") if path.is_dir()}
    assert folders & {*PACKAGES, "tests"} == set()


@in_a_checkout
def test_the_project_speaks_of_itself_alone() -> None:
    """No file names a path of the machine it was written on, or a package index."""
    told = re.compile(
        rb"(?<![\w.])/(work|root|home/\w+|opt/\w+|tmp/\w+)/|pypi\.org/simple|extra-index"
    )
    for name in project_files():
        if name != "tests/test_architecture.py":
            found = told.search((ROOT / name).read_bytes())
            assert not found, f"{name}: {found}"
