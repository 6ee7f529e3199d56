"""The tests, and the replica of the sites that they crawl."""
