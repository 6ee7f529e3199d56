"""The unnamed system that prints "date | views" under the title; one site runs on it.

Nobody has seen its markup: what the replica takes from the real site is the order of its lines. So
the pages come in two skins that share no name of a class and few elements.
"""
