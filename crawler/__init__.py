"""The crawler and archive of ``tinhuy``; it knows no site and no CMS."""

VERSION = "0.1.0"
