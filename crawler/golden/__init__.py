"""Golden cases: saved pages of every site, each beside what it was reviewed to read as.

A case is a folder ``tests/sites/SITE/CASE/`` with ``page.html`` (the body as it was sent),
``case.json`` (how it was asked for and answered, and who made the page) and ``expected.json``.
``tinhuy golden`` and the tests read, compare and write them by the same functions.
"""
