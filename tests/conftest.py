"""What holds for every test: no network but loopback, no chance, no surroundings."""

from tests import network_block

network_block.install()  # before any other import: see there

from collections.abc import Iterator  # noqa: E402  # the guard comes first
from pathlib import Path  # noqa: E402  # the guard comes first

import hypothesis  # noqa: E402  # the guard comes first
import pytest  # noqa: E402  # the guard comes first

from tests.damaged import sound_archives  # noqa: E402  # the guard comes first

hypothesis.settings.register_profile(
    "same-every-time", derandomize=True, deadline=None, database=None
)
# --hypothesis-profile=long: other examples every time, and a thousand times as many.
hypothesis.settings.register_profile(
    "long",
    max_examples=100_000,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("same-every-time")


@pytest.hookimpl(tryfirst=True)  # before -m chooses by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that hypothesis feeds: ``make fuzz`` runs those."""
    for item in items:
        if isinstance(item, pytest.Function) and hypothesis.is_hypothesis_test(item.obj):
            item.add_marker(pytest.mark.fuzz)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that tried to reach another machine, also where the error was swallowed."""
    network_block.ATTEMPTS.clear()
    yield
    assert not network_block.ATTEMPTS, f"tried to reach {', '.join(network_block.ATTEMPTS)}"


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own archive and switches out of every test."""
    for name in ("TINHUY_ARCHIVE", "TINHUY_TRACEBACK", "SCRAPY_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sound_folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive that is closed, and one as a killed run leaves it; nobody changes them."""
    return sound_archives(tmp_path_factory.mktemp("sound"), articles=14)
