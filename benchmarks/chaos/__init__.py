"""Deaths, errors and power cuts at every moment, and what is left of the archive afterwards."""
