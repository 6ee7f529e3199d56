"""Reading pages that are not ours to trust: small ones here, the others in a process of their own.

A page can be made, or can break, so that reading it takes minutes or all memory. ``scan`` finds
out which pages cannot; ``guarded`` reads those at once and hands the others to a worker, which has
a deadline and a limit of memory and may be lost with the one page it was reading.
"""
