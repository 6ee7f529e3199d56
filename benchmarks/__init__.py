"""Measurements of the program, over pages that come with it."""
