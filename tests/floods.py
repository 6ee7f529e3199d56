"""Pages with far too much of one thing, as an attacker makes them or a broken template does."""

from collections.abc import Callable
from itertools import count, islice

#: So many bytes of it.
Flood = Callable[[int], bytes]


def repeated(unit: bytes, before: bytes = b"", after: bytes = b"") -> Flood:
    return lambda size: before + unit * (size // len(unit)) + after


def numbered(unit: str, before: bytes = b"", after: bytes = b"") -> Flood:
    """A flood of units that all differ; ``{}`` is where each has its number."""

    def flood(size: int) -> bytes:
        each = len(unit.format(size // len(unit)))
        units = map(str.encode, map(unit.format, count()))
        return before + b"".join(islice(units, size // each)) + after

    return flood


def nested(unit: bytes, end: bytes, inner: bytes = b"x") -> Flood:
    def flood(size: int) -> bytes:
        depth = size // (len(unit) + len(end))
        return unit * depth + inner + end * depth

    return flood


FLOODS: dict[str, Flood] = {
    # depth
    "divs in divs": repeated(b"<div>"),
    "divs in divs, closed": nested(b"<div>", b"</div>"),
    "hidden divs in divs": repeated(b"<div hidden style=display:none>x"),
    "bold in bold": repeated(b"<b>"),
    "spans with text": repeated(b"<span>x "),
    "tables in tables": repeated(b"<table><tr><td>x"),
    "lists in lists": repeated(b"<ul><li>x"),
    "quotes in quotes": repeated(b"<blockquote>x"),
    "fonts never closed": repeated(b"<font><i>x</p>"),
    "bold paragraphs": repeated(b"<b><p>"),
    # number
    "paragraphs": repeated(b"<p>x"),
    "one letter tags": repeated(b"<a>"),
    "links": repeated(b"<a href=/a-a1.html>x"),
    "links of articles": numbered('<p><a href="/tin-{0}-a{0}.html">Một bài rất dài số {0}</a></p>'),
    "breaks": repeated(b"x<br>"),
    "headings": repeated(b"<h1>abc</h1>"),
    "rows": repeated(b"<tr><td>x", before=b"<table>"),
    "cells with pictures": repeated(b"<td><img src=/a.jpg>abc", before=b"<table><tr>"),
    "rows of portraits": repeated(b"<tr><td><img src=/a.jpg><td>abc<td>def", before=b"<table>"),
    "items": repeated(b"<li>x", before=b"<ul>"),
    "pictures": numbered("<p><img src=/a{}.jpg></p><p><i>Ảnh</i></p>"),
    "figures": repeated(b"<figure><img src=/a.jpg>"),
    "attachments": numbered('<a href="/tin-{}.pdf">Một bài.pdf</a>'),
    "frames": repeated(b"<iframe src=/x></iframe>"),
    "options": repeated(b"<select><option>"),
    "classes": repeated(b'<p class="a b c d e f g h">x'),
    "bold lines": repeated(b"<p><strong>abc</strong></p>"),
    "closing tags": repeated(b"</div>"),
    "links in headings": repeated(b'<h2 class="story__title"><a href="/video-268401.html">'),
    "links in headings in order": nested(
        b'<h2 class="story__title"><a href="/video-268401.html">', b"</a></h2>"
    ),
    # attributes
    "attributes": numbered("a{}=1 ", before=b"<p ", after=b">x"),
    "attributes without values": numbered("a{} ", before=b"<p ", after=b">x"),
    "attributes behind quotes": numbered("a{} ", before=b"<p t='>' u='<b>' ", after=b">x"),
    "attributes behind a script": numbered(
        "a{} ", before=b"<script>'<a b='</script><p t='>' ", after=b">x"
    ),
    "attributes behind a comment": numbered("a{} ", before=b"<!--<a b='--><p t='>' ", after=b">x"),
    "attributes behind an empty script": numbered("a{} ", before=b"<script/><p ", after=b">x"),
    "attributes behind an empty comment": numbered("a{} ", before=b"<!--><p ", after=b">x"),
    "attributes behind a title": numbered(
        "a{0} b{0} c{0} d{0} e{0}='<i>' ", before=b"<title><a b='</title><p t='>' ", after=b">x"
    ),
    "attributes among quotes": numbered(
        "a{0} b{0} c{0} d{0} e{0} f{0} g{0} h{0}='<i>' ", before=b"<p ", after=b">x"
    ),
    "attributes of one letter": lambda size: (
        b"<p " + " ".join(map(chr, range(0x100, min(0xD000, 0x100 + size // 4)))).encode() + b">x"
    ),
    "attributes that touch": numbered("a{}=''", before=b"<p ", after=b">x"),
    "attributes and slashes": numbered("a{}/", before=b"<p ", after=b">x"),
    "words of a class": numbered("c{} ", before=b'<p class="', after=b'">x'),
    "style": repeated(b"display :", before=b'<p style="', after=b'">x'),
    "path": repeated(b"a/../", before=b'<a href="/', after=b'">x</a>'),
    # text
    "one word": repeated(b"a"),
    "words": repeated(b"Abc def "),
    "dates": repeated("Ngày đăng: 12/3/2024 8:30 ".encode()),
    "digits": repeated(b"1"),
    "spaces": repeated(b" "),
    "entities": repeated(b"&amp;&#x1f600;&nosuch;"),
    "less than": repeated(b"< "),
    "tags without an end": repeated(b"<a "),
    "values without an end": repeated(b"<a b='"),
    "scripts without an end": repeated(b"<script>"),
    "comments": repeated(b"<!-- a "),
    "NUL": repeated(b"\0"),
    "marks on one letter": repeated("\u0301\u0327".encode(), before=b"<p>a", after=b"</p>"),
    "marks on one letter, as entities": repeated(b"&#769;&#807;", before=b"<p>a", after=b"</p>"),
    "invisible letters": repeated("\u200bx".encode()),
    "plain text": repeated(b"<p>", before=b"<plaintext>"),
    "script": repeated(b'x="<p>";', before=b"<script>", after=b"</script>"),
    "JSON": repeated(b"[", before=b'<script type="application/ld+json">', after=b"</script>"),
}  # fmt: skip


def flooded(body: bytes, flood: bytes, where: int) -> bytes:
    """*body* with *flood* before a tag of it."""
    at = max(0, body.rfind(b"<", 0, where % (len(body) + 1)))
    return body[:at] + flood + body[at:]
