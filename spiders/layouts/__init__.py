"""How pages are told by data: places on a page, layouts of articles, families made of both."""
