"""Reading: selection, text, blocks, dates, bylines, addresses, charset, boilerplate rules.

Everything here is a pure function of its arguments.
"""
