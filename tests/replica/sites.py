"""Every site of the replica with the host that serves it.

A platform is a package: ``site.py`` has its kind of ``SiteSpec`` (addresses, dates, bylines), its
``SiteHost`` and its sites, ``pages.py`` their pages. Here it is one more line.
"""

from tests.replica.bao_nghe_an.site import SPECS as BAO_NGHE_AN
from tests.replica.bao_nghe_an.site import BaoNgheAnHost
from tests.replica.date_views.site import SPECS as DATE_VIEWS
from tests.replica.date_views.site import DateViewsHost
from tests.replica.hosts import SiteHost
from tests.replica.nukeviet.site import SPECS as NUKEVIET
from tests.replica.nukeviet.site import NukevietHost
from tests.replica.specs import SiteSpec
from tests.replica.version1.site import SPECS as VERSION1
from tests.replica.version1.site import Version1Host
from tests.replica.vnpt.site import SPECS as VNPT
from tests.replica.vnpt.site import VnptHost

_PLATFORMS: tuple[tuple[tuple[SiteSpec, ...], type[SiteHost]], ...] = (
    (VNPT, VnptHost),
    (VERSION1, Version1Host),
    (NUKEVIET, NukevietHost),
    (DATE_VIEWS, DateViewsHost),
    (BAO_NGHE_AN, BaoNgheAnHost),
)
SPECS: dict[str, SiteSpec] = {spec.name: spec for specs, _ in _PLATFORMS for spec in specs}
HOSTS: dict[str, type[SiteHost]] = {spec.name: host for specs, host in _PLATFORMS for spec in specs}

#: The names of all sites.
ALL = tuple(SPECS)
