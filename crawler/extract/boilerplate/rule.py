"""What a boilerplate rule is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Scope(StrEnum):
    """How far a rule reaches from the line it knows."""

    #: The block alone, if each of its lines matches.
    LINE = "line"
    #: Blocks in a row that all match, of which enough are telling (``needs``).
    RUN = "run"
    #: As LINE, but only before the title of a plain text.
    TOP = "top"
    #: As LINE, but only directly below the date line of a plain text.
    BELOW_DATE = "below the date"
    #: As LINE, but in a plain text only before its title or behind its last prose.
    EDGE = "edge"
    #: As LINE, but only behind the last prose, or where the article ended above or a file follows.
    END = "end"
    #: The heading of a list of other articles, and that list.
    LIST = "list"
    #: The block and all after it, unless prose comes after it.
    TO_END = "to the end"


#: The scopes whose rules look at every line.
_ANYWHERE = frozenset({Scope.LINE, Scope.RUN, Scope.END, Scope.LIST, Scope.TO_END})


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One kind of boilerplate. ``name`` is the key under which what it took is counted.

    ``phrases`` are patterns of a whole line as :func:`~crawler.extract.boilerplate.sheet.spoken`
    gives it: in small letters, tone marks in front (``khóa``). Each is linear, and has an example.
    A RUN begins with a line that has letters; it is taken if ``needs`` is found in it at least
    ``at_least`` times. ``linked`` is for phrases that say something only where the block is a
    link; ``like_title`` for those that may also be a title, and before a title are none;
    ``like_heading`` for those that may also head a part of the article itself.
    ``example`` is lines that the rule removes, ``keeps`` are lines that it must not, each alone: a
    test runs both.
    """

    name: str
    scope: Scope
    phrases: tuple[str, ...]
    example: tuple[str, ...]
    keeps: tuple[str, ...]
    needs: re.Pattern[str] | None = None
    at_least: int = 1
    linked: bool = False
    like_title: bool = False
    like_heading: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the phrases; to be matched with a whole line."""
        return any_of(self.phrases)


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all *phrases*: side by side, the engine sees at a glance which can match."""
    return re.compile("|".join(phrases))


class RuleSet:
    """Rules by their scope, and one pattern for the lines of those that apply anywhere."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.pattern = any_of(
            phrase for rule in self.rules if rule.scope in _ANYWHERE for phrase in rule.phrases
        )
        self._by_scope = {
            scope: tuple(rule for rule in self.rules if rule.scope is scope) for scope in Scope
        }

    def of(self, scope: Scope) -> tuple[Rule, ...]:
        """The rules of *scope*, in the order of their declaration."""
        return self._by_scope[scope]
