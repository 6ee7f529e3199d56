"""What a crawl costs: ours beside other crawlers, over the replica's pages served by nginx."""
