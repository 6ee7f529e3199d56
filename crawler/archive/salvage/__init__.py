"""Salvaging a damaged archive: what can still be read, and what is rebuilt from its WARC files.

SQLite never opens the damaged database: it refuses a file for one wrong byte, or believes it. The
pages are read here one by one, so that damage costs what it lies in.
"""
