"""Where a tone mark stands: ``hòa`` and ``hoà``, ``ủy`` and ``uỷ`` are one word spelled two ways.

For comparing only. What is stored keeps the writer's spelling.
"""

import re

_BEHIND = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split()
_FRONT = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split()
_MOVED = {
    spell(behind): spell(front)
    for behind, front in zip(_BEHIND, _FRONT, strict=True)
    for spell in (str.lower, str.capitalize, str.upper)
}
#: "quý" has one spelling: its u belongs to the consonant.
_MARK_BEHIND = re.compile(r"[oOuU](?<![qQ].)[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?![^\W\d_])")


def tones_in_front(text: str) -> str:
    """*text*, in NFC, with the mark on the first of two vowels that end a syllable: ``hòa``."""
    return _MARK_BEHIND.sub(lambda found: _MOVED.get(found[0], found[0]), text)
