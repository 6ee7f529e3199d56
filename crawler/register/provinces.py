"""The provinces of the declared sites.

Codes are those of the General Statistics Office (Decision 124/2004/QĐ-TTg); the merger of 1 July
2025 kept the code of the province that gave the new one its name.
"""

from dataclasses import dataclass
from datetime import date

CODE_SYSTEM = "GSO"


@dataclass(frozen=True, kw_only=True)
class Province:
    """A province in a period; ``successor`` is the code of what took its place."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    code_system: str = CODE_SYSTEM


PROVINCES = (
    Province(code="33", name="Hưng Yên"),
    Province(code="40", name="Nghệ An"),
    Province(code="42", name="Hà Tĩnh"),
    Province(code="70", name="Bình Phước", valid_to=date(2025, 6, 30), successor="75"),
    Province(code="75", name="Đồng Nai"),
    Province(code="83", name="Bến Tre", valid_to=date(2025, 6, 30), successor="86"),
    Province(code="86", name="Vĩnh Long"),
)
