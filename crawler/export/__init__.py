"""Export: articles as files for people and for programs."""

from crawler.export.files import ExportReport, export_articles

__all__ = ["ExportReport", "export_articles"]
