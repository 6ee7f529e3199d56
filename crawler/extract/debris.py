"""What word processors leave in the text of a page: their tags and notes, spelled out for all.

Browsers show it as text, and so would an archive. It is taken out of lines, not of markup, since an
editor has escaped it or mangled its names (``<_o3a_p>`` was ``<o:p>``).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Debris:
    """One kind of debris; ``examples`` pairs a line with what is left of it, and a test runs them.

    ``pattern`` has no unbounded repetition.
    """

    name: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]


#: A note that only one program reads, from its beginning to its end; it may be long.
_NOTE, _NOTE_END = "<!--[if", "<![endif]-->"

KINDS = (
    Debris(
        name="office tag",
        pattern=re.compile(
            r"</?(?:_?(?:[ovwxm]|st1)(?::|3a_)[a-z]{1,20}|xml)(?: [^<>]{0,200})?/?>", re.IGNORECASE
        ),
        examples=(
            ("Chi bộ <_o3a_p></_o3a_p>ra mắt", "Chi bộ ra mắt"),
            ("Chi bộ <o:p>ra mắt</o:p>", "Chi bộ ra mắt"),
            ('<st1:place w:st="on">Tân Khê</st1:place>', "Tân Khê"),
            ("a < b: tỷ lệ <5% và <xm>", "a < b: tỷ lệ <5% và <xm>"),
        ),
    ),
    Debris(
        name="mark of a note",
        pattern=re.compile(
            r"(?:<!(?:--)?)?\[(?:if (?:!|gt|lt|mso|support)[^\]<>]{0,60}|endif)\](?:--)?>",
            re.IGNORECASE,
        ),
        examples=(
            ("[if gte mso 9]> Chi bộ ra mắt <![endif]-->", "Chi bộ ra mắt"),
            ("<![if !supportLists]>1. Chi bộ", "1. Chi bộ"),
            ("Chi bộ [if có]> ra mắt [2]>", "Chi bộ [if có]> ra mắt [2]>"),
        ),
    ),
    Debris(
        name="edge of what was pasted",
        pattern=re.compile(r"<!--(?:Start|End)Fragment ?-->", re.IGNORECASE),
        examples=(("<!--StartFragment-->Chi bộ<!--EndFragment-->", "Chi bộ"),),
    ),
    Debris(
        name="settings",
        pattern=re.compile(
            r"Normal 0 (?:[0-9.]{1,4} ){0,2}(?:(?:false|true)(?: |$)){3}"
            r"(?:(?:[A-Z]{2}-[A-Z]{2}|X-NONE)(?: |$)){0,4}(?:MicrosoftInternetExplorer[0-9])?"
        ),
        examples=(
            (
                "Normal 0 false false false EN-US X-NONE X-NONE MicrosoftInternetExplorer4 Hai",
                "Hai",
            ),
            ("Normal 0 false false false", ""),
            ("Normal 0 độ C", "Normal 0 độ C"),
        ),
    ),
    Debris(
        name="style sheet",
        pattern=re.compile(r"/\* Style Definitions \*/(?: ?[^{}]{1,200}\{[^{}]{0,2000}\}){0,20}"),
        examples=(
            (
                '/* Style Definitions */ table.MsoNormalTable {mso-style-name:"Table"; a:b;} Hai',
                "Hai",
            ),
            ("Style Definitions {a}", "Style Definitions {a}"),
        ),
    ),
)


def without_debris(line: str) -> str:
    """A folded line without the debris of word processors, folded too."""
    if not ("<" in line or ">" in line or "Normal 0" in line or "Style Definitions" in line):
        return line
    kept = _without_notes(line)
    for kind in KINDS:
        kept = kind.pattern.sub("", kept)
    return " ".join(kept.split())


def _without_notes(line: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := line.find(_NOTE, at)) >= 0 and (end := line.find(_NOTE_END, start)) >= 0:
        kept.append(line[at:start])
        at = end + len(_NOTE_END)
    return " ".join((*kept, line[at:]))
