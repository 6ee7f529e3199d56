"""What ``tinhuy.toml`` may say, and the sentence for everything else."""

import tomllib
from pathlib import Path

import pytest

from crawler.config import Config, SiteConfig, config_template, load_config, write_template
from crawler.config_options import OPTIONS, options_of, tables
from crawler.errors import StorageProblem, UsageProblem
from crawler.site import Section
from crawler.strictness import Strictness

SITES = ("nghe_an_dang_uy_khoi", "bao_dong_khoi")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder that passes for an archive."""
    (tmp_path / "archive.db").touch()
    return tmp_path


def loaded(archive: Path, text: str) -> Config:
    (archive / "tinhuy.toml").write_text(text, encoding="utf-8")
    return load_config(archive, sites=SITES)


def test_the_template_sets_nothing_and_is_valid(archive: Path) -> None:
    without = load_config(archive, sites=SITES)
    assert loaded(archive, config_template()) == without
    assert without.contact == ""
    assert without.crawl.interval_seconds == 1.0


def test_every_option_of_the_template_can_be_switched_on(archive: Path) -> None:
    """Its lines, with the ``# `` taken away, give the defaults, and the example of each other."""
    lines = []
    for line in config_template().replace("sites.NAME", "sites.bao_dong_khoi").splitlines():
        bare = line.removeprefix("# ")
        is_option = any(bare.startswith(f"{option.name} = ") for option in OPTIONS)
        lines.append(bare if is_option or bare.startswith("[") else line)
    text = "\n".join(lines)
    assert len(flat(tomllib.loads(text))) == len(OPTIONS)
    on = loaded(archive, text)
    (archive / "tinhuy.toml").unlink()
    off = load_config(archive, sites=SITES)
    assert (on.crawl, on.loopback, on.contact) == (off.crawl, off.loopback, off.contact)
    assert on.sites["bao_dong_khoi"].sections == (Section("/tin-tuc/", "Tin tức"),)


def flat(data: dict[str, object]) -> list[str]:
    """The names of all options that a parsed file sets."""
    found: list[str] = []
    for name, value in data.items():
        found += flat(value) if isinstance(value, dict) else [name]
    return found


def test_every_option_is_documented() -> None:
    for option in OPTIONS:
        assert option.doc.endswith(".")
        assert option.default is not None or option.example


def test_every_option_is_read() -> None:
    """An option that nothing reads would be a promise that nobody keeps."""
    for table in ("crawl", "loopback"):
        fields = Config.__dataclass_fields__[table].type.__dataclass_fields__  # type: ignore[union-attr]  # a class
        assert set(fields) == {option.name for option in options_of(table)}
    assert tables() == ("", "crawl", "loopback", "sites.NAME")


def test_what_is_set_is_read(archive: Path) -> None:
    config = loaded(
        archive,
        'contact = "luu-tru@example.org"\n[crawl]\nretries = 0\ninterval_seconds = 2\n'
        "[loopback]\ninterval_seconds = 0\nconcurrency = 4\n"
        "[sites.nghe_an_dang_uy_khoi]\nhome = 'https://khoi.example.vn'\n"
        "hosts = ['http://khoi.example.vn:8080', 'https://khoi.example.vn']\n"
        "[[sites.nghe_an_dang_uy_khoi.sections]]\npath = '/tin/'\nname = 'Tin'\n",
    )
    assert config.contact == "luu-tru@example.org"
    assert (config.crawl.retries, config.crawl.interval_seconds) == (0, 2)
    assert (config.loopback.interval_seconds, config.loopback.concurrency) == (0, 4)
    assert config.sites == {
        "nghe_an_dang_uy_khoi": SiteConfig(
            hosts=("https://khoi.example.vn", "http://khoi.example.vn:8080"),
            sections=(Section("/tin/", "Tin"),),
        )
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("contct = 'a@b.vn'", "line 1: unknown option 'contct': did you mean 'contact'?"),
        ("\n[crawls]\nretries = 1", "line 2: unknown option 'crawls': did you mean 'crawl'?"),
        ("[crawl]\n\nretry = 1", "line 3: unknown option 'crawl.retry': did you mean 'retries'?"),
        (
            "[loopback]\nxyz = 1",
            "known are: concurrency, interval_seconds, pause_seconds, timeout_seconds",
        ),
        ("[crawl]\ncontact = 'a@b.vn'", "'crawl.contact': it belongs at the top of the file"),
        ("retries = 1", "line 1: unknown option 'retries': it belongs in [crawl]"),
        ("[loopback]\nretries = 1", "'loopback.retries': it belongs in [crawl]"),
        ("[sites.bao_dong_khoy]", "unknown site 'bao_dong_khoy': did you mean 'bao_dong_khoi'?"),
        ("[sites.'bao-x']\nhome=''", "line 1: unknown site 'bao-x'"),
        ("[sites.bao_dong_khoi]\nhom = ''", "'sites.bao_dong_khoi.hom': did you mean 'home'?"),
        ("crawl = 1", "line 1: crawl must be a table: write [crawl]"),
        ("sites = 1", "sites must be a table"),
        ("[sites]\nbao_dong_khoi = 1", "must be a table: write [sites.bao_dong_khoi]"),
        ("contact = 5", 'contact must be a text, such as ""'),
        ("contact = 'nobody'", "contact must be an e-mail address, or"),
        ("contact = 'https://'", "contact must be"),
        ("contact = 'http://[x'", "contact must be"),
        ("contact = 'https://x.vn/(a)'", "contact must be"),
        ('contact = "a@b.vn\\r\\nX: y"', "contact must be"),
        (
            "[crawl]\ninterval_seconds = 0.5",
            "line 2: crawl.interval_seconds must be from 1 to 3600",
        ),
        ("[crawl]\ninterval_seconds = nan", "must be from 1"),
        ("[crawl]\ninterval_seconds = true", "must be a number, such as 1.0"),
        ("[crawl]\ninterval_seconds = '2'", "must be a number"),
        ("[crawl]\nretries = 1.5", "must be a whole number, such as 2"),
        ("[crawl]\nretries = true", "must be a whole number"),
        ("[loopback]\nconcurrency = 0", "must be from 1 to 64"),
        ("[sites.bao_dong_khoi]\ntls = 'loose'", "must be one of strict, lax, legacy, not 'loose'"),
        ("[sites.bao_dong_khoi]\ntls = 'lax'", 'line 2: sites.bao_dong_khoi.tls = "lax" needs a'),
        ("[sites.bao_dong_khoi]\ntls = 'lax'\ntls_reason = ''", "must be a sentence"),
        ("[sites.bao_dong_khoi]\ncookie = 'D1N'", "cookie must be NAME=value"),
        ("[sites.bao_dong_khoi]\ncookie = 'a=b; c'", "cookie must be NAME=value"),
        ('[sites.bao_dong_khoi]\ncookie = "a=b\\r\\nX: y"', "cookie must be NAME=value"),
        ("[sites.bao_dong_khoi]\nhosts = 'https://x.vn'", "must be a list of texts, such as"),
        ("[sites.bao_dong_khoi]\nhosts = ['x.vn']", "must be an address such as https://host"),
        ("[sites.bao_dong_khoi]\nhome = 'https://x.vn/tin'", "not 'https://x.vn/tin'"),
        ("[sites.bao_dong_khoi]\nhome = 'https://x.vn:99999'", "must be an address"),
        ("[sites.bao_dong_khoi]\nhome = 'https://u:p@x.vn'", "must be an address"),
        ("[sites.bao_dong_khoi]\nhome = 'ftp://x.vn'", "must be an address"),
        ("[sites.bao_dong_khoi]\nsections = ['/a']", "must be a list of {path, name} tables"),
        ("[sites.bao_dong_khoi]\nsections = [{path = '/a'}]", "such as {path ="),
        ("[sites.bao_dong_khoi]\nsections = [{path = '/a', name = 1}]", "as a text"),
        ("[sites.bao_dong_khoi]\nsections = [{path = 'a', name = 'A'}]", "single /, not 'a'"),
        (
            "[sites.bao_dong_khoi]\nsections = [{path = '//[/a', name = 'A'}]",
            "line 2: sites.bao_dong_khoi.sections must give paths that begin with a single /",
        ),
        ("[sites.bao_dong_khoi]\nfeeds = ['a']", "begin with a single /, not 'a'"),
        ("[sites.bao_dong_khoi]\nfeeds = ['//[/a']", "begin with a single /, not '//[/a'"),
        ("contact = ", "is not valid TOML"),
        ("contact = 'a@b.vn'\ncontact = 'a@b.vn'", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(archive: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        loaded(archive, text)
    assert sentence in str(caught.value)
    assert str(archive / "tinhuy.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_contact_may_be_a_web_address(archive: Path) -> None:
    contact = "https://example.org/luu-tru"
    assert loaded(archive, f"contact = '{contact}'").contact == contact


def test_a_byte_order_mark_is_no_error(archive: Path) -> None:
    assert loaded(archive, "\ufeffcontact = 'a@b.vn'").contact == "a@b.vn"


def test_a_file_in_another_encoding_is_told(archive: Path) -> None:
    (archive / "tinhuy.toml").write_bytes("contact = 'a@b.vn'  # liên hệ".encode("utf-16"))
    with pytest.raises(UsageProblem, match="save it as UTF-8"):
        load_config(archive, sites=SITES)


def test_a_file_that_cannot_be_read_is_storage_trouble(archive: Path) -> None:
    (archive / "tinhuy.toml").mkdir()
    with pytest.raises(StorageProblem, match="cannot read"):
        load_config(archive, sites=SITES)


def test_without_an_archive_there_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"no archive at .*tinhuy init"):
        load_config(tmp_path, sites=SITES)


def test_the_template_never_replaces_a_file(tmp_path: Path) -> None:
    write_template(tmp_path).write_text("contact = 'a@b.vn'\n", encoding="utf-8")
    assert write_template(tmp_path).read_text(encoding="utf-8") == "contact = 'a@b.vn'\n"


def test_what_a_site_is_allowed(archive: Path) -> None:
    text = "tls = 'legacy'\ntls_reason = 'Only TLS 1.0 there.'\ncookie = 'a=b; c=d'"
    site = loaded(archive, f"[sites.bao_dong_khoi]\n{text}").sites["bao_dong_khoi"]
    assert (site.tls, site.cookie) == (Strictness.LEGACY, "a=b; c=d")
    assert "c=d" not in repr(site), "it is in no log by accident"
    assert SiteConfig().tls is Strictness.STRICT
