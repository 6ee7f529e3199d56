"""Two ways to set the same lines of a page; neither says by its names what a line is.

Every function takes finished HTML and gives HTML.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence


class Skin(ABC):
    """How the pieces of a page are set."""

    name: str

    @abstractmethod
    def frame(self, *, top: str, side: str, middle: str) -> str:
        """The columns of the page."""

    @abstractmethod
    def above(self, section: str, title: str, line: str) -> str:
        """Section, title, and the line of date and views."""

    @abstractmethod
    def lead(self, text: str) -> str:
        """The summary."""

    @abstractmethod
    def picture(self, image: str, captions: Sequence[str]) -> str:
        """The picture below the summary."""

    @abstractmethod
    def text(self, body: str, files: str) -> str:
        """The running text, and the attachments below it."""

    @abstractmethod
    def others(
        self, heading: str, pictured: Sequence[tuple[str, str]], plain: Sequence[str]
    ) -> str:
        """Links to other articles: pairs of a linked picture and a link, then links alone."""

    @abstractmethod
    def listed(self, *, image: str, link: str, day: str, summary: str) -> str:
        """One article of a listing."""

    @abstractmethod
    def listing(self, heading: str, items: Sequence[str], numbers: Sequence[str]) -> str:
        """A page of a listing with the numbers of its pages."""


class Tables(Skin):
    """Nested tables with the identifiers of a form's controls, as of 2010; no headings."""

    name = "tables"

    def frame(self, *, top: str, side: str, middle: str) -> str:
        return f"""<form method="post" action="./" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTY5MzU4" />
<table width="1000" align="center" cellpadding="0" cellspacing="0"><tr><td colspan="2">
{top}</td></tr>
<tr valign="top"><td width="740" class="c2">
{middle}
</td><td width="250" class="c3">
{side}</td></tr></table></form>"""

    def above(self, section: str, title: str, line: str) -> str:
        return f"""<table width="100%" cellpadding="3"><tr><td class="x1">{section}</td></tr>
<tr><td class="x2"><span id="ctl00_cph_lbl2">{title}</span></td></tr>
<tr><td class="x3" align="right"><span id="ctl00_cph_lbl3">{line}</span></td></tr></table>
"""

    def lead(self, text: str) -> str:
        return f'<div class="x4"><b>{text}</b></div>\n'

    def picture(self, image: str, captions: Sequence[str]) -> str:
        rows = "".join(f'<tr><td align="center"><i>{line}</i></td></tr>' for line in captions)
        return f'<table align="center"><tr><td align="center">{image}</td></tr>{rows}</table>\n'

    def text(self, body: str, files: str) -> str:
        below = f'<div class="x6">{files}</div>' if files else ""
        return f'<div class="x5" id="ctl00_cph_dv5">\n{body}</div>\n{below}\n'

    def others(
        self, heading: str, pictured: Sequence[tuple[str, str]], plain: Sequence[str]
    ) -> str:
        cells = "\n".join(
            f'<td width="25%" align="center">{image}<br />{link}</td>' for image, link in pictured
        )
        lines = "\n".join(f"<tr><td>&bull; {link}</td></tr>" for link in plain)
        return f"""<table width="100%"><tr><td class="x7">{heading}</td></tr></table>
<table width="100%"><tr valign="top">
{cells}</tr></table>
<table width="100%">
{lines}</table>
"""

    def listed(self, *, image: str, link: str, day: str, summary: str) -> str:
        return f"""<tr valign="top"><td width="130">{image}</td>
<td><span class="x8">{link}</span> <span class="x9">{day}</span><br />{summary}</td></tr>"""

    def listing(self, heading: str, items: Sequence[str], numbers: Sequence[str]) -> str:
        rows, pager = "\n".join(items), "&nbsp;".join(numbers)
        return f"""<table width="100%" cellpadding="4"><tr><td colspan="2" class="x1">{heading}</td>
</tr>
{rows}
</table>
<div align="center" class="x0">{pager}</div>
"""


class Boxes(Skin):
    """Boxes with headings, as of 2017."""

    name = "boxes"

    def frame(self, *, top: str, side: str, middle: str) -> str:
        return f"""<div id="wrap"><div class="b-t">
{top}</div>
<div class="b-m"><div class="b-l">
{side}</div>
<div class="b-r"><div class="b-in">
{middle}
</div></div></div></div>"""

    def above(self, section: str, title: str, line: str) -> str:
        return f"""<div class="q-a">{section}</div>
<h1 class="q-b">{title}</h1>
<p class="q-c"><small>{line}</small></p>
"""

    def lead(self, text: str) -> str:
        return f'<h2 class="q-d">{text}</h2>\n'

    def picture(self, image: str, captions: Sequence[str]) -> str:
        lines = "".join(f'<div style="text-align:center">{line}</div>' for line in captions)
        return f'<div class="q-e"><div style="text-align:center">{image}</div>{lines}</div>\n'

    def text(self, body: str, files: str) -> str:
        below = f"\n<p>{files}</p>" if files else ""
        return f'<article><div class="q-f">\n{body}</div></article>{below}\n'

    def others(
        self, heading: str, pictured: Sequence[tuple[str, str]], plain: Sequence[str]
    ) -> str:
        boxes = "\n".join(
            f'<div class="q-h">{image}<p>{link}</p></div>' for image, link in pictured
        )
        lines = "\n".join(f"<p>• {link}</p>" for link in plain)
        return f'<div class="q-g"><h3>{heading}</h3>\n{boxes}\n<div>\n{lines}\n</div></div>\n'

    def listed(self, *, image: str, link: str, day: str, summary: str) -> str:
        return f'<div class="q-i">{image}<h3>{link}</h3><em>{day}</em><p>{summary}</p></div>'

    def listing(self, heading: str, items: Sequence[str], numbers: Sequence[str]) -> str:
        pager = "".join(f"<li>{number}</li>" for number in numbers)
        inside = "\n".join(items)
        return f'<h2 class="q-a">{heading}</h2>\n{inside}\n<ul class="q-j">{pager}</ul>\n'


SKINS = (Tables(), Boxes())
