"""Content without boilerplate: rules as data (``phrases``), and what applies them.

Of what follows a heading such as "Các tin khác", the links directly under it go. Where none of it
is a link, as in a plain text, titles go; never prose, and never what the article itself says.
"""

from crawler.extract.boilerplate.ends import BEHIND_BYLINE
from crawler.extract.boilerplate.phrases import RULES
from crawler.extract.boilerplate.removal import without_boilerplate
from crawler.extract.boilerplate.repeats import CAPTION_AGAIN, TITLE_AGAIN
from crawler.extract.boilerplate.rule import Rule, RuleSet, Scope

__all__ = [
    "BEHIND_BYLINE",
    "CAPTION_AGAIN",
    "RULES",
    "TITLE_AGAIN",
    "Rule",
    "RuleSet",
    "Scope",
    "without_boilerplate",
]
