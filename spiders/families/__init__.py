"""One CMS a file: how to recognise it, and how its listings and articles are read."""
