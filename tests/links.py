"""Links as pages have them, well formed or not, and what each of them is."""

from crawler.extract.urls import LONGEST

#: Links as they stand on the page ``https://a.vn/tin/``, and where each leads.
LINKS = (
    ("x-1.html", "https://a.vn/tin/x-1.html"),
    ("/x-1.html", "https://a.vn/x-1.html"),
    ("../x-1.html", "https://a.vn/x-1.html"),
    ("../../../x-1.html", "https://a.vn/x-1.html"),
    ("?p=2", "https://a.vn/tin/?p=2"),
    ("#top", "https://a.vn/tin/"),
    ("", "https://a.vn/tin/"),
    ("//b.vn/x", "https://b.vn/x"),
    ("hTTpS://A.vn/x", "https://a.vn/x"),
    ("  /x  ", "https://a.vn/x"),
    ("\t/x\n", "https://a.vn/x"),
    ("\u00a0/x\u200b", "https://a.vn/x"),
    ("/bài\nviết", "https://a.vn/b%C3%A0ivi%E1%BA%BFt"),
    ("h\nttp://a.vn/x", "http://a.vn/x"),
    ("/a b", "https://a.vn/a%20b"),
    ("/a\x00b\x1fc\x7f", "https://a.vn/a%00b%1Fc%7F"),
    ("\\tin\\x.html", "https://a.vn/tin/x.html"),
    ("..\\x.html", "https://a.vn/x.html"),
    ("http:\\\\a.vn\\x?y=a\\b", "http://a.vn/x?y=a%5Cb"),
    ("/x?y=1#\\z", "https://a.vn/x?y=1"),
    ("https:/x", "https://a.vn/x"),  # with the page's own scheme, browsers take it as a path
    ("https:x", "https://a.vn/tin/x"),
    ("a.vn/x", "https://a.vn/tin/a.vn/x"),
    ("www.a.vn", "https://a.vn/tin/www.a.vn"),
    ("http//a.vn/x", "https://a.vn/tin/http/a.vn/x"),
    ("ｈｔｔｐ://a.vn/x", "https://a.vn/tin/%EF%BD%88%EF%BD%94%EF%BD%94%EF%BD%90:/a.vn/x"),
    ("https://user:secret@a.vn/x", "https://a.vn/x"),
    ("https://a.vn:443/x", "https://a.vn/x"),
    ("https://a.vn:0443/x", "https://a.vn/x"),
    ("https://a.vn:/x", "https://a.vn/x"),
    ("https://a.vn:8443/x", "https://a.vn:8443/x"),
    ("https://a.vn./x.", "https://a.vn/x."),
    ("https://a.vn../x", "https://a.vn/x"),
    ("https://Báo.vn/x", "https://xn--bo-mia.vn/x"),
    ("https://ａ.vn/x", "https://a.vn/x"),
    ("https://[::1]/x", "https://[::1]/x"),
    ("/%zz%", "https://a.vn/%25zz%25"),
    ("/%u1EA3", "https://a.vn/%25u1EA3"),
    ("/%25C4%2591", "https://a.vn/%25C4%2591"),
    ("/%C4%91%ff", "https://a.vn/%C4%91%FF"),
    ("/\ud800", "https://a.vn/%EF%BF%BD"),
    ("/đ", "https://a.vn/%C4%91"),
    ("/x;a=1/y;b", "https://a.vn/x;a=1/y;b"),
    ("/x;jsessionid=1?z", "https://a.vn/x?z"),
    ("/x?&&a=1&&", "https://a.vn/x?a=1"),
    ("/x?a=1&amp;b=2", "https://a.vn/x?a=1&amp;b=2"),
    ("/[x]{y}|^`<>\"'", "https://a.vn/%5Bx%5D%7By%7D%7C%5E%60%3C%3E%22'"),
    ("/" + "x" * 4000, "https://a.vn/" + "x" * 4000),
)  # fmt: skip
#: Addresses, but of no page.
OTHERS = (
    "javascript:void(0)", "JavaScript:history.back()", "java\nscript:a\\b", "mailto:a@b.vn",
    "tel:0238 3844 700", "data:text/html,<p>", "data:" + "x" * 100_000, "ftp://a.vn/x",
    "file:///etc/passwd", "C:\\web\\x.html", "about:blank", "skype:x?call", "zalo:x",
    "feed:https://a.vn/rss", "view-source:https://a.vn/", "ws://a.vn/", "blob:https://a.vn/1",
)  # fmt: skip
#: What is meant as an address, and is none.
MALFORMED = (
    "http://", "https://", "//", "////a.vn/x", "https:///x", "http:/x",
    "http:///x", "http:x", "http://?x", "http://#x", "http://:80/",
    "http://[", "http://]", "http://[::1", "http://[::1]x/", "http://[a]/", "//[/x", "https://[]/",
    "http://a.vn:port/", "http://a.vn:99999/", "http://a.vn:-1/", "//a.vn:8o/x",
    "http://a vn/", "http://a\x00.vn/", "http://a<b>.vn/", "http://a%20b/", "http://a.vn%2Fx",
    "http://./", "http://../x", "http://" + "đ" * 70 + ".vn/", "http://\ud800.vn/", "http://@/x",
    "http://user@/x", "https://a.vn℀.b/", "https://*.vn/", "x" * (LONGEST + 1), "/?" + "đ" * 50_000,
)  # fmt: skip
