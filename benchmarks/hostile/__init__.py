"""A crawl among servers that misbehave in every known way: ``make bench-hostile``."""
