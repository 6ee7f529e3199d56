"""The two sites that are crawled, as a crawler must know them from outside."""

from dataclasses import dataclass

from tests.replica.sites import SPECS


@dataclass(frozen=True, kw_only=True)
class Place:
    """A site of the replica; patterns are regular expressions on whole addresses.

    ``article`` are the addresses of articles, ``unwanted`` those of them that show one again;
    ``further`` are pages of a listing after its first, which ``page`` makes of its path.
    """

    site: str
    article: str
    unwanted: str
    further: str
    page: str

    @property
    def sections(self) -> tuple[str, ...]:
        """The paths of the listings."""
        return tuple(section.path for section in SPECS[self.site].sections)


PLACES = {
    place.site: place
    for place in (
        Place(
            site="ha_tinh_dang_uy_khoi",
            article=r"/[^/]+/[^/]+-\d+\.html$",
            unwanted=r"/(?:print|savefile|sendmail)/",
            further=r"/page-\d+/$",
            page="{path}page-{number}/",
        ),
        Place(
            site="bao_dong_khoi",
            article=r"-a\d+\.html$",
            unwanted=r"/(?:https?|print|tags?)/",
            further=r"/\?p=\d+$",
            page="{path}?p={number}",
        ),
    )
}
