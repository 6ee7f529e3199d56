"""The options of ``tinhuy.toml`` as data.

The reader of the file, the template that ``tinhuy init`` writes and the table in the README are
all made from :data:`OPTIONS`, so that none of them can know an option that another does not.
"""

from dataclasses import dataclass
from enum import Enum

from crawler import config_checks as checks


class Kind(Enum):
    """What a value must be, in the words of the error and of the README."""

    TEXT = "a text"
    NUMBER = "a number"
    INTEGER = "a whole number"
    TEXTS = "a list of texts"
    SECTIONS = "a list of {path, name} tables"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option: where it stands, what it may be, and what it means.

    ``table`` is empty for the top of the file and ``sites.NAME`` for each site; ``default`` None
    means that the option has none. ``check`` says what is wrong with a value of the right kind,
    as the end of a sentence, or None.
    """

    table: str
    name: str
    kind: Kind
    default: str | float | None
    doc: str
    check: checks.Check
    example: str = ""

    @property
    def shown_default(self) -> str:
        """The default as TOML, or the example of an option that has none."""
        if self.default is None:
            return self.example
        return f'"{self.default}"' if isinstance(self.default, str) else f"{self.default}"


OPTIONS = (
    Option(
        table="",
        name="contact",
        kind=Kind.TEXT,
        default="",
        doc="Where the owner of a site can reach you: an e-mail or web address. It is sent with"
        " every request. Without it only loopback hosts are crawled.",
        check=checks.contact,
    ),
    Option(
        table="crawl",
        name="interval_seconds",
        kind=Kind.NUMBER,
        default=1.0,
        doc="Seconds between an answer of a host and port and the next request to it; never below"
        " 1.",
        check=checks.between(1, 3600),
    ),
    Option(
        table="crawl",
        name="pause_seconds",
        kind=Kind.NUMBER,
        default=30,
        doc="Seconds for which a host is left alone that is overloaded (429, 503) and does not say"
        " for how long; twice as many each time after that. A crawl that would have to wait for"
        " more than two minutes ends.",
        check=checks.between(5, 3600),
    ),
    Option(
        table="crawl",
        name="timeout_seconds",
        kind=Kind.NUMBER,
        default=45,
        doc="Seconds after which a request is given up.",
        check=checks.between(1, 600),
    ),
    Option(
        table="crawl",
        name="max_page_mb",
        kind=Kind.NUMBER,
        default=16,
        doc="A page larger than so many MiB, compressed or not, is refused.",
        check=checks.between(0.1, 1024),
    ),
    Option(
        table="crawl",
        name="max_run_hours",
        kind=Kind.NUMBER,
        default=20,
        doc="A crawl ends after so many hours, with exit code 143; the next one goes on from"
        " there.",
        check=checks.between(0.001, 240),
    ),
    Option(
        table="crawl",
        name="max_requests",
        kind=Kind.INTEGER,
        default=0,
        doc="A crawl of a site asks for so many pages at the most, and the next one goes on from"
        " there; 0 for as many as there are.",
        check=checks.between(0, 10_000_000),
    ),
    Option(
        table="crawl",
        name="max_listing_pages",
        kind=Kind.INTEGER,
        default=5000,
        doc="A crawl reads so many pages of a section at the most, for some have no end; the next"
        " one goes on from there.",
        check=checks.between(10, 1_000_000),
    ),
    Option(
        table="crawl",
        name="hours",
        kind=Kind.TEXT,
        default="",
        doc='The hours of the day, in Hanoi, in which pages are asked for, such as "22:00-05:00";'
        " a crawl ends with them, and begins nothing outside them. Empty for all day.",
        check=checks.hours,
    ),
    Option(
        table="crawl",
        name="retries",
        kind=Kind.INTEGER,
        default=2,
        doc="Further tries of a failing request within one crawl.",
        check=checks.between(0, 10),
    ),
    Option(
        table="crawl",
        name="ca_file",
        kind=Kind.TEXT,
        default="",
        doc="A file (PEM) with certificate authorities that are known beside those of the machine,"
        " such as that of an office; a path that does not begin with / is looked for in the"
        " archive's folder.",
        check=lambda _: None,
    ),
    Option(
        table="loopback",
        name="interval_seconds",
        kind=Kind.NUMBER,
        default=1.0,
        doc="Seconds between an answer and the next request to a host of this machine (127.0.0.1,"
        " localhost, ::1).",
        check=checks.between(0, 3600),
    ),
    Option(
        table="loopback",
        name="pause_seconds",
        kind=Kind.NUMBER,
        default=30,
        doc="Seconds for which an overloaded host of this machine is left alone.",
        check=checks.between(0, 3600),
    ),
    Option(
        table="loopback",
        name="timeout_seconds",
        kind=Kind.NUMBER,
        default=45,
        doc="Seconds after which a request to a host of this machine is given up.",
        check=checks.between(0.1, 600),
    ),
    Option(
        table="loopback",
        name="concurrency",
        kind=Kind.INTEGER,
        default=1,
        doc="Requests at a time to a host of this machine.",
        check=checks.between(1, 64),
    ),
    Option(
        table="sites.NAME",
        name="home",
        kind=Kind.TEXT,
        default=None,
        doc="Where the site answers, in place of the hosts that are declared for it.",
        check=checks.home,
        example='"https://example.gov.vn"',
    ),
    Option(
        table="sites.NAME",
        name="hosts",
        kind=Kind.TEXTS,
        default=None,
        doc="Further addresses under which it answers; the first is its home where none is given.",
        check=checks.homes,
        example='["https://example.gov.vn", "http://old.example.gov.vn:8080"]',
    ),
    Option(
        table="sites.NAME",
        name="networks",
        kind=Kind.TEXTS,
        default=None,
        doc="Networks that are not public and in which its hosts are all the same, such as that of"
        " an office. Without them a host name that leads to a private, loopback or link-local"
        " address is refused; a home that is such an address itself, or localhost, needs none.",
        check=checks.networks,
        example='["10.1.2.0/24"]',
    ),
    Option(
        table="sites.NAME",
        name="tls",
        kind=Kind.TEXT,
        default="strict",
        doc="strict refuses a host whose certificate cannot be verified; lax asks it all the same,"
        " and each capture notes why it is not; legacy does that too, and speaks TLS 1.0 and 1.1"
        " and weak ciphers with it. It needs tls_reason.",
        check=checks.tls,
    ),
    Option(
        table="sites.NAME",
        name="tls_reason",
        kind=Kind.TEXT,
        default=None,
        doc="Why the site's TLS is not strict: a sentence for whoever reads this file next.",
        check=checks.sentence,
        example='"Its certificate expired on 2025-03-01; the office was told."',
    ),
    Option(
        table="sites.NAME",
        name="cookie",
        kind=Kind.TEXT,
        default=None,
        doc="A cookie that the site was seen to give browsers, such as that of its challenge; sent"
        " to the site's own hosts with every request. It stands in the archive's WARC files, which"
        " keep what was sent, and in no log.",
        check=checks.cookie,
        example='"D1N=0123456789abcdef"',
    ),
    Option(
        table="sites.NAME",
        name="sections",
        kind=Kind.SECTIONS,
        default=None,
        doc="The listings to walk, in place of those that are declared for it.",
        check=checks.sections,
        example='[{path = "/tin-tuc/", name = "Tin tức"}]',
    ),
    Option(
        table="sites.NAME",
        name="feeds",
        kind=Kind.TEXTS,
        default=None,
        doc="Paths of its feeds (RSS, Atom) and sitemaps, in place of those that are declared for"
        " it; [] for none. Articles that they name are fetched too.",
        check=checks.feeds,
        example='["/rss/tin-moi.rss", "/sitemap.xml"]',
    ),
)


def tables() -> tuple[str, ...]:
    """The tables of the file, in its order; the first is the top of the file, without a name."""
    return tuple(dict.fromkeys(option.table for option in OPTIONS))


def options_of(table: str) -> tuple[Option, ...]:
    """The options that stand in *table*."""
    return tuple(option for option in OPTIONS if option.table == table)
