"""Named errors, and the exit code each ends a command with.

An error that reaches the command line is shown as its one sentence: what is wrong, where, and
what to do. Errors about one page never reach it; they become that request's reason in the ledger.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells cron; the numbers are stable."""

    OK = 0
    DEFECT = 1
    USAGE = 2
    DRIFT = 3
    UNREACHABLE = 4
    PARTLY = 5
    BUSY = 6
    STORAGE = 7
    INTERRUPTED = 130
    TERMINATED = 143


class TinhuyError(Exception):
    """A trouble that a user is told in one sentence."""

    exit_code = ExitCode.DEFECT


class UsageProblem(TinhuyError):
    """The command, the configuration or an input file cannot be used as given."""

    exit_code = ExitCode.USAGE


class SiteBusy(TinhuyError):
    """Another run is crawling this site now."""

    exit_code = ExitCode.BUSY


class StorageProblem(TinhuyError):
    """The archive cannot be read or written: disk, rights, damage, a lock never freed."""

    exit_code = ExitCode.STORAGE


class DeclarationError(TypeError):
    """A site or layout is declared wrong; raised at import, so that one site is out at once."""


class PageError(Exception):
    """One page cannot be read; it stays captured and its request fails with :attr:`reason`.

    ``reason`` is a short stable code for the ledger, such as ``selection``.
    """

    reason = "page"


class CutShort(PageError):
    """Not all of the page came."""

    reason = "cut"


class UnsureCharset(PageError):
    """Nothing tells the charset of the page, so its text may be garbage."""

    reason = "charset"


class SelectionError(PageError):
    """A selector found none or several where the layout promises one."""

    reason = "selection"


class UnknownLayout(PageError):
    """No family of the site recognises the page."""

    reason = "unknown-layout"


class NoLinks(PageError):
    """The first page of a section names no article."""

    reason = "no-links"


class NotAnArticle(PageError):
    """The site's frame is there, but no article in it: a message, a form, a listing."""

    reason = "not-an-article"


class Barred(PageError):
    """Something else stands where the site's page should; its ``reason`` says what."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Unreadable(PageError):
    """Reading the page took too much of something, or broke the process that did it."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Twin(PageError):
    """A second view of an article (its print, its e-mail form), which has its own address."""

    reason = "twin"


class DateError(PageError):
    """A text is no date of a known form, or names an impossible day."""

    reason = "date"


#: Reasons that say that something else answers in the site's place, at every address alike.
NOT_THE_SITE = frozenset(
    {"challenge", "blocked", "captcha", "maintenance", "parked", "same-answer"}
)
#: Reasons that more than the page itself gave, so that reading it again finds none of them: it is
#: not what its address was asked for, or was never asked for as an article.
BEYOND_THE_PAGE = NOT_THE_SITE | {"login", "soft-404", "out-of-step", "unconfirmed", "no-page"}
