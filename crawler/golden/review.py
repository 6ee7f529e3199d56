"""Judging a case, and accepting what it reads as now."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from crawler.golden.cases import Clean, GoldenCase
from crawler.golden.comparison import Difference, differences, losses
from crawler.site import Site


class Accept(Enum):
    """Which differing readings become the expectation."""

    NOTHING = "nothing"
    GAINS = "what loses nothing"
    ALL = "losses too"


class Verdict(StrEnum):
    """What came of a case."""

    AS_REVIEWED = "as reviewed"
    WRITTEN = "written for review"
    DIFFERENT = "different"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Review:
    """A case, what came of it, and how its reading differs from the expectation.

    ``refusal`` is the sentence that says why the reading was not accepted.
    """

    case: GoldenCase
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    refusal: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nobody need look at the case."""
        return self.verdict in (Verdict.AS_REVIEWED, Verdict.ACCEPTED)

    def lines(self) -> Iterator[str]:
        """What there is to see, in lines of text from the web; nothing where all is well."""
        if self.verdict is Verdict.WRITTEN:
            yield f"{self.case}: review and commit {self.case.expected_file}"
        elif self.differences:
            yield f"{self.case}: {self.verdict}"
        for difference in self.differences:
            yield f"  {difference.field}"
            yield from (f"    {line}" for line in difference.lines)


def review(
    case: GoldenCase, site: Site, clean: Clean, *, accept: Accept = Accept.NOTHING
) -> Review:
    """Read *case*, compare, and write what may be written.

    A missing expectation is written whatever *accept* says, and is not settled by that.
    """
    found, reviewed = case.read(site, clean), case.expected()
    strayed = _strayed(case, site)
    if reviewed is None and not strayed:
        case.expect(found)
        return Review(case=case, verdict=Verdict.WRITTEN)
    expected = found if reviewed is None else reviewed
    unlike = (*strayed, *differences(expected, found))
    if not unlike:
        return Review(case=case, verdict=Verdict.AS_REVIEWED)
    if accept is Accept.NOTHING:
        return Review(case=case, verdict=Verdict.DIFFERENT, differences=unlike)
    lost = () if accept is Accept.ALL else losses(expected, found)
    if refusal := _refusal(case, strayed=bool(strayed), lost=lost):
        return Review(case=case, verdict=Verdict.REFUSED, differences=unlike, refusal=refusal)
    case.expect(found)
    return Review(case=case, verdict=Verdict.ACCEPTED, differences=unlike)


def _strayed(case: GoldenCase, site: Site) -> tuple[Difference, ...]:
    """The family that reads the page, where the case names another."""
    wanted, found = case.facts.family, case.family(site)
    if wanted is None or wanted == found:
        return ()
    return (Difference.between("family", wanted, found),)


def _refusal(case: GoldenCase, *, strayed: bool, lost: tuple[str, ...]) -> str | None:
    if strayed:
        return f"{case}: not accepted: another family reads it than case.json names"
    if lost:
        return f"{case}: not accepted: lost would be {', '.join(lost)} (--accept-loss accepts that)"
    return None
