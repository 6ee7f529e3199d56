"""Declared like the sites of ``spiders``, so that a worker can import them."""
