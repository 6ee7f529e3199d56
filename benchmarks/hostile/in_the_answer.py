"""Answers of every status and header, and redirects to everywhere."""

from datetime import UTC, datetime
from email.utils import format_datetime

from benchmarks.hostile.behaviour import Ask, add, answer, head, says

_ELSEWHERE = "http://127.0.0.1:9/internal"


def _redirect(target: str, status: int = 302) -> bytes:
    return answer(b"<html>moved</html>", status=status, headers={"Location": target})


def _endless(ask: Ask) -> bytes:
    number = int(ask.path.rpartition("hop=")[2] or 0) if "hop=" in ask.path else 0
    return _redirect(f"{ask.path.partition('?')[0]}?hop={number + 1}")


def _status(status: int, **headers: str) -> bytes:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(b"<html><h1>No</h1></html>", status=status, headers=shown)


#: Fates of a redirect that is not followed.
_OFF = ("off-site", "private-address", "moved")
_PAST = format_datetime(datetime(2001, 1, 1, tzinfo=UTC), usegmt=True)

for _name, _data, _fates in (
    ("nothing_in_the_body", lambda _: answer(b""), ("empty",)),
    ("status_204", lambda _: head(204), ("http-204",)),
    ("status_206",
     lambda ask: answer(ask.page[:5000], status=206,
                        headers={"Content-Range": f"bytes 0-4999/{len(ask.page)}"}),
     ("http-206",)),
    ("status_304_unasked", lambda _: head(304), ("http-304",)),
    ("status_401", lambda _: _status(401, WWW_Authenticate="Basic realm=x"), ("http-401",)),
    ("status_403", lambda _: _status(403), ("http-403",)),
    ("status_404", lambda _: _status(404), ("http-404",)),
    ("status_404_with_the_page", lambda ask: answer(ask.page, status=404), ("http-404",)),
    ("status_410", lambda _: _status(410), ("http-410",)),
    ("status_418", lambda _: _status(418), ("http-418",)),
    ("status_500", lambda _: _status(500), ("http-500",)),
    ("status_502", lambda _: _status(502), ("http-502",)),
    ("status_999", lambda _: _status(999), ("http-999",)),
    ("redirect_in_a_circle",
     lambda ask: _redirect(f"{ask.path}?b" if "?" not in ask.path else ask.path.partition("?")[0]),
     ("redirects",)),
    ("redirect_to_itself", lambda ask: _redirect(ask.path), ("redirects",)),
    ("redirect_without_end", _endless, ("redirects",)),
    ("redirect_to_a_file", lambda _: _redirect("file:///etc/passwd"), _OFF),
    ("redirect_to_data", lambda _: _redirect("data:text/html,<h1>x</h1>"), _OFF),
    ("redirect_to_a_script", lambda _: _redirect("javascript:alert(1)"), _OFF),
    ("redirect_to_ftp", lambda _: _redirect("ftp://127.0.0.1/x"), _OFF),
    ("redirect_to_cloud_secrets",
     lambda _: _redirect("http://169.254.169.254/latest/meta-data/"), _OFF),
    ("redirect_to_another_port", lambda _: _redirect(_ELSEWHERE), _OFF),
    ("redirect_to_a_mapped_address", lambda _: _redirect("http://[::ffff:127.0.0.1]:9/"),
     _OFF),
    ("redirect_to_a_decimal_address", lambda _: _redirect("http://2130706433:9/"), _OFF),
    ("redirect_to_a_stranger", lambda _: _redirect("http://stranger.example/"),
     ("moved", "off-site")),
    ("redirect_to_no_address", lambda _: _redirect("http://[::"), _OFF),
    ("redirect_to_nothing", lambda _: _status(302), ("http-302",)),
    ("redirect_to_odd_bytes",
     lambda _: head(302, {"Location": "/\x80\xff\x01 x", "Content-Length": "0"}),
     ("http-302", "http-404", "off-site", "private-address", "moved", "redirects")),
    ("cookies_by_the_hundred",
     lambda ask: answer(ask.page).replace(
         b"\r\n", b"\r\n" + b"Set-Cookie: a=b; Domain=.vn\r\n" * 100, 1), ("saved",)),
    ("headers_that_lead_away",
     lambda ask: answer(ask.page, headers={
         "Refresh": "0; url=file:///etc/passwd", "Link": "<http://169.254.169.254/>; rel=canonical",
         "Content-Location": "http://127.0.0.1:9/", "Referrer-Policy": "x, unsafe-url, \xff"}),
     ("saved",)),
    ("kind_of_a_file", lambda ask: answer(ask.page, kind="application/octet-stream"), ("no-page",)),
    ("kind_that_is_none", lambda ask: answer(ask.page, kind=";;;=\xff"), ("saved", "no-page")),
    ("no_kind", lambda ask: answer(ask.page, kind=None), ("saved",)),
    ("a_picture", lambda _: answer(b"\x89PNG\r\n\x1a\n" + bytes(5000), kind="image/png"),
     ("no-page",)),
):  # fmt: skip
    add(_name, says(_data), *_fates)

for _name, _data in (
    ("busy_and_says_no_time", lambda _: _status(503)),
    ("busy_for_ages", lambda _: _status(503, Retry_After="999999999")),
    ("too_many_requests_until_the_past", lambda _: _status(429, Retry_After=_PAST)),
    ("too_many_requests_for_nonsense", lambda _: _status(429, Retry_After="1e9")),
):
    add(_name, says(_data), "http-503", "http-429", "left-alone", once=True)
