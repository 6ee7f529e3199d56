"""The archive: one folder with a SQLite file and WARC files, written through one door."""
