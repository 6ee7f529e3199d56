"""``python -m crawler.cli``: the same program as ``tinhuy``."""

from crawler.cli.entry import main

main()
