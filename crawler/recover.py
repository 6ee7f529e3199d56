"""A damaged archive salvaged into a new one, which takes its name only when it is complete.

The damaged archive is read and never opened; nothing but its lock files is written there.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crawler.archive.archive import Archive
from crawler.archive.folder import CONFIG, DATABASE, WARC, storage, sync_folder
from crawler.archive.locks import every_run_lock, write_lock
from crawler.archive.verify import verify_archive
from crawler.config import write_template
from crawler.errors import StorageProblem, UsageProblem
from crawler.items import Article
from crawler.recover_steps import Salvage, SalvageReport
from crawler.site import Site

#: What the new archive is called until it is complete: its name and this.
UNFINISHED = ".unfinished"


def recover(
    source: Path, target: Path, *, sites: Mapping[str, Site], clean: Callable[[Article], Article]
) -> SalvageReport:
    """Salvage the damaged archive *source* into a new one at *target*, and check that deeply.

    *clean* is the chain of pipelines. Raises UsageProblem where *source* is no archive or *target*
    is not empty, SiteBusy where a run goes on in *source*, StorageProblem where *target* cannot be
    written.
    """
    building = target.with_name(target.name + UNFINISHED)
    _refuse(source, target, building)
    report = SalvageReport()
    with _held(source, sites, report):
        with storage(building):
            building.mkdir(parents=True)
        with Archive.create(building) as archive:
            Salvage(source=source, archive=archive, sites=sites, clean=clean, report=report).run()
            if not (building / CONFIG).exists():
                write_template(building)
                report.lost.append(f"{CONFIG} was not there; the new one has the defaults")
            report.problems += verify_archive(archive, deep=True).problems
        with storage(target):
            building.rename(target)
            sync_folder(target.absolute().parent)
    return report


def _refuse(source: Path, target: Path, building: Path) -> None:
    """UsageProblem where there is nothing to recover, or something in the way."""
    if not (source / DATABASE).is_file() and not (source / WARC).is_dir():
        raise UsageProblem(
            f"there is no archive at {source.absolute()}: neither {DATABASE} nor {WARC}/ is there"
        )
    if target.resolve().is_relative_to(source.resolve()):
        raise UsageProblem(f"{target} lies in the damaged archive; name a folder outside it")
    if building.exists():
        raise UsageProblem(
            f"{building} is there already, of a recovery that did not end; remove it, then run the"
            " same command again"
        )
    with storage(target):
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise UsageProblem(f"{target} is not empty; name a folder that is empty or new")


@contextmanager
def _held(source: Path, sites: Mapping[str, Site], report: SalvageReport) -> Iterator[None]:
    """Let nobody write *source* meanwhile, if its locks can be used."""
    with ExitStack() as held:
        try:
            held.enter_context(every_run_lock(source, sites))
            held.enter_context(write_lock(source))
        except StorageProblem as error:
            report.notes.append(f"nothing keeps other programs from writing {source}: {error}")
        yield
