"""Provinces and publishers with the periods in which they existed, as data."""

from crawler.register.provinces import PROVINCES, Province
from crawler.register.publishers import PUBLISHERS, Publisher, publisher_of

__all__ = ["PROVINCES", "PUBLISHERS", "Province", "Publisher", "publisher_of"]
