"""Pages that were mutated by chance, through the very reading that a crawl does."""
