"""The sitemaps of a NukeViet site: an index, and the sitemap of its one module with articles."""

from tests.replica.site_world import SiteWorld

INDEX, SITEMAP = "/sitemap.xml", "/sitemap-vi.news.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<?xml-stylesheet type="text/xsl" href="/assets/css/sitemap.xsl"?>\n'
)


def index(world: SiteWorld) -> str:
    """The index."""
    return (
        f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}"><sitemap>'
        f"<loc>{world.base.rstrip('/')}{SITEMAP}</loc></sitemap></sitemapindex>"
    )


def sitemap(world: SiteWorld) -> str:
    """The home, the sections, and every article at its first address, listed or not."""
    paths = ["/", *(section.path for section in world.spec.sections)]
    locations = "".join(f"<url><loc>{world.base.rstrip('/')}{path}</loc></url>" for path in paths)
    articles = "".join(
        f"<url><loc>{truth['urls'][0]}</loc><lastmod>{truth['published_on'] or ''}</lastmod></url>"
        for truth in world.truths()
    )
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">{locations}{articles}</urlset>'
