"""Pages that are none, or not the ones asked for, and pages that are hard to read."""

import re

from benchmarks.hostile.behaviour import Ask, add, answer, says

_BODY = re.compile(rb"<body[^>]*>")
_H1 = re.compile(rb"<h1[^>]*>.*?</h1>", re.DOTALL)


def _page(text: str) -> bytes:
    whole = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{text}</body></html>"
    return answer(whole.encode())


def _with(ask: Ask, markup: bytes) -> bytes:
    """The right page with *markup* at its beginning."""
    return answer(_BODY.sub(lambda found: found[0] + markup, ask.page, count=1))


def _as(ask: Ask, charset: str, kind: str) -> bytes:
    return answer(ask.page.decode().encode(charset, errors="xmlcharrefreplace"), kind=kind)


_MAINTENANCE = "<h1>Hệ thống đang bảo trì</h1><p>Xin vui lòng quay lại sau.</p>"
_D1N = (
    "<script>document.cookie='D1N=0123456789abcdef0123456789abcdef; path=/';"
    "location.reload(true)</script>"
)
_TESTCOOKIE = (
    '<script src="/aes.js"></script><script>function toNumbers(d){}var a=toNumbers("f6");'
    'document.cookie="__test="+toHex(slowAES.decrypt(c,2,a,b));location.href="/?i=1";</script>'
)
_CLOUDFLARE = (
    "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script>'
)
_CAPTCHA = '<h2>Xác minh</h2><form><div class="g-recaptcha" data-sitekey="x"></div></form>'
_LOGIN = "<h1>Đăng nhập</h1><form><input name=user><input type=password name=pass></form>"
_PARKED = "<h1>This domain is for sale</h1><a href='https://sedo.com/'>Buy this domain</a>"
_SOFT_404 = "<h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại.</p>"

_NO_PAGE = (
    "unknown-layout", "challenge", "blocked", "captcha", "login", "parked", "maintenance",
    "soft-404", "not-an-article",
)  # fmt: skip
for _name, _data, _fates in (
    ("maintenance", lambda _: _page(_MAINTENANCE), _NO_PAGE),
    ("challenge_of_d1n", lambda _: _page(_D1N), _NO_PAGE),
    ("challenge_of_testcookie", lambda _: _page(_TESTCOOKIE), _NO_PAGE),
    ("challenge_of_cloudflare", lambda _: _page(_CLOUDFLARE), _NO_PAGE),
    ("captcha", lambda _: _page(_CAPTCHA), _NO_PAGE),
    ("login", lambda _: _page(_LOGIN), _NO_PAGE),
    ("parked", lambda _: _page(_PARKED), _NO_PAGE),
    ("soft_404", lambda _: _page(_SOFT_404), _NO_PAGE),
    ("front_page_for_all", lambda _: _page("<p>Trang chủ</p>" * 50), _NO_PAGE),
    ("article_without_a_title",
     lambda ask: answer(_H1.sub(b"", ask.page)), (*_NO_PAGE, "no-content")),
    ("random_bytes", lambda ask: answer(bytes((ask.number * 7 + at * at) % 251
                                              for at in range(5000))),
     (*_NO_PAGE, "charset")),
    ("pdf_as_html", lambda _: answer(b"%PDF-1.4\n" + bytes(3000)), _NO_PAGE),
    ("xml_bomb",
     lambda _: answer(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa">'
                      + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&a;" * 500) for n in range(200))
                      + b"]><html>&b1;&b2;</html>"), _NO_PAGE),
    ("external_entity",
     lambda _: answer(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                      b"<html><h1>&x;</h1></html>"), _NO_PAGE),
    ("deep_nesting",
     lambda ask: _with(ask, b"<div>" * 5000), ("saved", "too-deep", *_NO_PAGE, "too-hard")),
    ("flood_of_attributes",
     lambda ask: _with(ask, b"<div " + b" ".join(b"a%d=1" % n for n in range(16_000)) + b"></div>"),
     ("saved", "too-hard", *_NO_PAGE)),
    ("flood_of_paragraphs", lambda ask: _with(ask, b"<p>x" * 10_000),
     ("saved", "too-hard", *_NO_PAGE)),
    ("giant_table", lambda ask: _with(ask, b"<table>" + b"<tr><td>1<td>2" * 5_000 + b"</table>"),
     ("saved", "too-hard", *_NO_PAGE)),
    ("giant_attribute", lambda ask: _with(ask, b'<div title="' + b"x" * 500_000 + b'"></div>'),
     ("saved", "too-hard", *_NO_PAGE)),
    ("giant_script",
     lambda ask: _with(ask, b"<script>" + b"var a='<div>';" * 20_000 + b"</script>"),
     ("saved", "too-hard", *_NO_PAGE)),
    ("unclosed_formatting", lambda ask: _with(ask, b"<b><i><font>" * 3000),
     ("saved", "too-deep", "too-hard", *_NO_PAGE)),
    ("flood_of_entities", lambda ask: _with(ask, b"&amp;&#x41;&nosuch;" * 20_000),
     ("saved", "too-hard", *_NO_PAGE)),
    ("nul_bytes", lambda ask: answer(ask.page.replace(b" ", b" \0")), ("saved", *_NO_PAGE)),
    ("base_that_leads_away",
     lambda ask: answer(ask.page.replace(b"<head>", b'<head><base href="file:///etc/">')),
     ("saved", "no-content")),
    ("refresh_that_leads_away",
     lambda ask: _with(ask, b'<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'),
     ("saved",)),
    ("utf_8_called_western", lambda ask: answer(ask.page, kind="text/html; charset=windows-1252"),
     ("saved",)),
    ("charset_that_is_none", lambda ask: answer(ask.page, kind="text/html; charset=hex"),
     ("saved",)),
    ("utf_16_without_a_mark", lambda ask: _as(ask, "utf-16-le", "text/html"),
     ("saved", "charset")),
    ("windows_1258", lambda ask: _as(ask, "cp1258", "text/html"), ("saved", "charset")),
    ("encoded_twice",
     lambda ask: answer(ask.page.decode().encode().decode("latin-1").encode()),
     ("saved", "charset")),
    ("byte_after_byte_damaged",
     lambda ask: answer(ask.page[: 9000 + ask.number] + b"\xff" + ask.page[9001 + ask.number :]),
     ("saved",)),
):  # fmt: skip
    add(_name, says(_data), *_fates)
