"""Live progress on a terminal; the one module that knows rich."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.run import Run

if TYPE_CHECKING:
    from rich.progress import Progress


class ProgressUnavailable(ImportError):
    """The optional part that draws progress is not installed."""


@contextmanager
def live_progress(runs: Sequence[Run]) -> Iterator[None]:
    """Show a line a site while the body runs, updated at every commit.

    Raises ProgressUnavailable where rich is not installed.
    """
    try:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    except ImportError as error:
        raise ProgressUnavailable from error
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for run in runs:
            _follow(progress, run)
        yield


def _follow(progress: "Progress", run: Run) -> None:
    name = run.plan.site.name
    task = progress.add_task(name)

    def show() -> None:
        progress.update(task, description=f"{name}: {run.saved} articles saved, {run.asked} asked")

    run.on_commit = show
