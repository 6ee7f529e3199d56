"""The project's own source files, parsed: what the architecture tests look at."""

import ast
import io
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("crawler", "spiders", "pipelines")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file; ``name`` is its path from the top of the checkout, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree, parsed once."""
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> int:
        """The number of lines."""
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The dotted package that relative imports start from."""
        return self.name.rpartition("/")[0].replace("/", ".")

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every module or name imported, with its line: ``from a import b`` gives ``a.b``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        kept = self.package.split(".")[: len(self.package.split(".")) + 1 - node.level]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def strings(self) -> Iterator[tuple[int, str]]:
        """Every text but docstrings, with its line; what an f-string inserts shows as ``?``."""
        skipped: set[int] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Expr):  # a docstring, or a text that does nothing
                skipped.add(id(node.value))
            elif isinstance(node, ast.JoinedStr):
                skipped.update(map(id, node.values))
                parts = (v.value if isinstance(v, ast.Constant) else "?" for v in node.values)
                yield node.lineno, "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and id(node) not in skipped:
                yield from [(node.lineno, node.value)] if isinstance(node.value, str) else []

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment with its line, and nothing that only looks like one."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """The Python files in *folders*, in order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(found)
        if "__pycache__" not in path.parts
    )


@cache
def project_files() -> tuple[str, ...]:
    """The files of the project by their paths, those not yet committed too; none without git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return ()
    listed = subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))
