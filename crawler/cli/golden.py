"""``tinhuy golden``: what the saved cases of a site read as now."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.options import known_sites
from crawler.cli.terminal import printable
from crawler.errors import ExitCode, UsageProblem

if TYPE_CHECKING:
    from crawler.golden.review import Review


@click.command()
@click.argument("site", metavar="SITE")
@click.option("--accept", is_flag=True, help="Rewrite the expectations of cases that differ.")
@click.option(
    "--accept-loss",
    is_flag=True,
    help="With --accept: also where a field, links or a fifth of the body's letters are lost.",
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the cases, SITE/CASE/ each, in place of tests/sites in the checkout.",
)
def golden(site: str, cases: Path | None, *, accept: bool, accept_loss: bool) -> None:
    """Read the saved cases of SITE and show where they read otherwise than reviewed.

    For developers, in the checkout; no archive is needed. A case without expected.json gets one,
    for you to review and commit.

    Exit code 3 while a case reads otherwise, had no expectation, or was refused by --accept: what
    was read fell short of what the cases promise. (2 says, as everywhere, that the command or one
    of its files cannot be used as it is.)
    """
    from crawler.golden.cases import CASES, golden_cases
    from crawler.golden.review import Accept, Verdict, review
    from pipelines.chain import clean

    if accept_loss and not accept:
        raise UsageProblem("--accept-loss says what --accept may accept: give both")
    (declared,) = known_sites((site,))
    folder = _folder(cases, CASES)
    found = golden_cases(folder, site)
    if not found:
        raise UsageProblem(f"{site} has no case: save its pages in {folder / site}/CASE/")
    wanted = (Accept.ALL if accept_loss else Accept.GAINS) if accept else Accept.NOTHING
    reviews = [review(case, declared, clean, accept=wanted) for case in found]
    for each in reviews:
        _show(each)
    counts = Counter(each.verdict for each in reviews)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    click.echo(f"{site}: {told}")
    raise SystemExit(ExitCode.OK if all(each.is_settled for each in reviews) else ExitCode.DRIFT)


def _folder(named: Path | None, of_checkout: Path) -> Path:
    """The folder of the cases, which must be there."""
    folder = named or of_checkout
    if folder.is_dir():
        return folder
    if named:
        raise UsageProblem(f"{named} is no folder: --cases names the one that holds SITE/CASE/")
    raise UsageProblem(
        f"this is no checkout of the project ({of_checkout} is not there): run tinhuy from one, or"
        " name the folder of the cases with --cases DIR"
    )


def _show(review: "Review") -> None:
    for line in review.lines():
        click.echo(printable(line))
    if review.refusal:
        click.echo(f"tinhuy: {printable(review.refusal)}", err=True)
