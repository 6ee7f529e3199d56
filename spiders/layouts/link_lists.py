"""Lists of articles found by their links, where no class names are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.text import letters

#: An item of a list has so many elements around its link at most.
_LEVELS = 6


@dataclass(frozen=True)
class ListedItem:
    """The largest element around a link that holds no link to another article."""

    address: str
    node: HtmlElement
    link: HtmlElement


def listed_items(links: Iterable[tuple[HtmlElement, str]]) -> Iterator[ListedItem]:
    """The items of the lists that tell more than titles: a date, a picture, a teaser.

    Lists of titles alone stand beside those; where there are no others, they are meant.
    """
    items = tuple(_items(tuple(links)))
    told = {item.node.getparent() for item in items if _tells_more(item)}
    return (item for item in items if not told or item.node.getparent() in told)


def _items(links: tuple[tuple[HtmlElement, str], ...]) -> Iterator[ListedItem]:
    below: dict[HtmlElement, set[str]] = {}
    for link, address in links:
        for node in (link, *link.iterancestors()):
            below.setdefault(node, set()).add(address)
    for link, address in links:
        around = (each for each in islice(link.iterancestors(), _LEVELS) if each.tag != "body")
        alone = [each for each in around if len(below[each]) == 1]
        yield ListedItem(address, alone[-1] if alone else link, link)


def _tells_more(item: ListedItem) -> bool:
    if next(item.node.iter("img"), None) is not None:
        return True
    own = sum(letters(link.text_content()) for link in item.node.iter("a"))
    text = item.node.text_content()
    return letters(text) > own or any(map(str.isdigit, text.replace(item.link.text_content(), "")))
