"""What is still to fetch: kept in the archive, handed out to Scrapy a little at a time.

Scrapy's own queue loses requests on SIGKILL. Here a request is done in the transaction that stores
its outcome, so that a killed run leaves every unfinished request pending.
"""
