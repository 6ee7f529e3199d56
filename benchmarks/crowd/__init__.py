"""Many sites crawled side by side in one process: how they get on, and with bad neighbours."""
