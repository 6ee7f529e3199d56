"""Text from the web as a terminal may show it."""

import unicodedata

#: Characters that reorder what stands around them: with them a title could fake another line.
_REORDERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    r"""*text* on one line; a character that could command a terminal is written like ``\x1b``."""
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    """Cc are the control characters, Cs lone surrogates, Zl and Zp line breaks of Unicode."""
    harmless = unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
    if harmless and character not in _REORDERING:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
