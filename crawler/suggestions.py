"""What a misspelt name may stand for."""

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of an error sentence: the known name that *name* may stand for, or all of them."""
    names = sorted(known)
    if close := difflib.get_close_matches(name, names, n=1):
        return f"did you mean {close[0]!r}?"
    return f"known are: {', '.join(names)}" if names else "none is known"
