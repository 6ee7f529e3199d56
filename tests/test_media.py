"""Pictures, documents and videos: each has the address that a reader would be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import blocks_of
from tests.test_page import page_of

GIF = "data:image/gif;base64,R0lG"
A = "https://a.vn"

CASES = {
    "picture": ("<img src=/x.jpg>", ["picture /x.jpg"]),
    "relative to the page": ("<img src=x.jpg>", ["picture /tin/x.jpg"]),
    "uppercase": ("<IMG SRC=/x.jpg>", ["picture /x.jpg"]),
    "lazy": (f"<img src='{GIF}' data-src=/x.jpg>", ["picture /x.jpg"]),
    "lazy behind a picture that waits": (
        "<img src=/w.gif data-original=/x.jpg>",
        ["picture /x.jpg"],
    ),
    "lazy by a plugin": ("<img src=/w.gif data-lazy-src=/x.jpg>", ["picture /x.jpg"]),
    "lazy without an address": (f"<img data-src='{GIF}' src=/x.jpg>", ["picture /x.jpg"]),
    "stand-in only": (f"<img src='{GIF}'>", []),
    "no address": ("<img><img src=''><img src='about:blank'>", []),
    "set": (
        f"<img src='{GIF}' srcset='/s.jpg 320w, /l.jpg 1280w,\n /m.jpg 640w'>",
        ["picture /l.jpg"],
    ),
    "set by density": ("<img data-srcset='/s.jpg, /l.jpg 2x'>", ["picture /l.jpg"]),
    "set of stand-ins": (f"<img srcset='{GIF} 9w, /s.jpg 3w'>", ["picture /s.jpg"]),
    "set beside an address": ("<img src=/x.jpg srcset='/l.jpg 9w'>", ["picture /x.jpg"]),
    "sources": ("<picture><source srcset=/a.webp><img src=/x.jpg></picture>", ["picture /x.jpg"]),
    "sources only": (
        f"<picture><source srcset=/a.webp><source srcset=/b.jpg><img src='{GIF}'></picture>",
        ["picture /b.jpg"],
    ),
    "closed sources only": (
        "<picture><source srcset=/a.webp /><source srcset=/b.jpg /><img></picture>",
        ["picture /b.jpg"],
    ),
    "scripts or not": (
        f"<img src='{GIF}' data-src=/x.jpg><noscript><img src=/x-600.jpg></noscript>",
        ["picture /x.jpg"],
    ),
    "without scripts only": (
        f"<p><img src='{GIF}'><noscript><img src=/x.jpg></noscript></p>",
        ["picture /x.jpg"],
    ),
    "without scripts, elsewhere": ("<p>A</p><noscript><img src=/x.jpg></noscript>", ["paragraph"]),
    "pixel": ("<img src=/count.gif width=1 height=1>", []),
    "picture of no width": ("<img src=/count.gif width=0>", []),
    "picture of no height": ("<img src=/count.gif height=0px>", []),
    "thin line": ("<img src=/line.gif height=1px>", []),
    "small picture": ("<img src=/x.jpg width=10 height=10>", ["picture /x.jpg"]),
    "hidden picture": ("<div style='display: none'><img src=/x.jpg></div>", []),
    "document": ("<a href=/x.pdf>X</a>", ["attachment /x.pdf"]),
    "document with a version": ("<a href='/x.DOCX?v=2'>X</a>", ["attachment /x.DOCX?v=2"]),
    "address on what is no link": ("<p><b href=/x.pdf>X</b></p>", ["paragraph"]),
    "page about a document": ("<p><a href=/pdf.html>X</a></p>", ["paragraph"]),
    "document from a script": (
        "<a href='/tai.aspx?file=/x.pdf'>X</a>",
        ["attachment /tai.aspx?file=/x.pdf"],
    ),
    "link to the site's viewer": (
        "<a href='/pdfjs/web/viewer.html?file=/x.pdf'>X</a>",
        ["attachment /x.pdf"],
    ),
    "link to a viewer of a page": ("<a href='/viewer.html?file=/x.html'>X</a>", ["paragraph"]),
    "link to a viewer": (
        "<a href='https://docs.google.com/viewer?url=https%3A%2F%2Fa.vn%2Fx.pdf'>X</a>",
        ["attachment /x.pdf"],
    ),
    "link with the address of a page": ("<p><a href='/s?url=/x.pdf'>X</a></p>", ["paragraph"]),
    "viewer of the site": (
        "<iframe src='/pdfjs/web/viewer.html?file=%2Ft%E1%BA%A3i%2Fx.pdf#page=2'></iframe>",
        ["attachment /t%E1%BA%A3i/x.pdf"],
    ),
    "viewer with a relative address": (
        "<iframe src='/pdfjs/web/viewer.html?file=../x.pdf'></iframe>",
        ["attachment /pdfjs/x.pdf"],
    ),
    "viewer of Google": (
        "<iframe src='https://docs.google.com/gview?url=https://a.vn/x.doc&embedded=true'></iframe>",
        ["attachment /x.doc"],
    ),
    "viewer of Microsoft": (
        "<iframe src='https://view.officeapps.live.com/op/embed.aspx?src=https://a.vn/x.xls'></iframe>",
        ["attachment /x.xls"],
    ),
    "viewer of what has no ending": (
        "<iframe src='/viewer.html?file=/tai/31'></iframe>",
        ["attachment /tai/31"],
    ),
    "viewer of nothing": ("<iframe src='/viewer.html?file='></iframe>", []),
    "viewer of no address": ("<iframe src='/viewer.html?file=http://['></iframe>", []),
    "frame of a document": ("<iframe src=/x.pdf></iframe>", ["attachment /x.pdf"]),
    "lazy frame": ("<iframe src=about:blank data-src=/x.pdf></iframe>", ["attachment /x.pdf"]),
    "embed": ("<embed src=/x.pdf type='application/pdf'>", ["attachment /x.pdf"]),
    "object": (
        "<object data=/x.pdf><embed src=/x.pdf><p>Xem <a href=/x.pdf>tại đây</a></p></object>",
        ["attachment /x.pdf"],
    ),
    "object without an address": (
        "<object><p>Xem <a href=/x.pdf>tại đây</a></p></object>",
        ["paragraph", "attachment /x.pdf"],
    ),
    "viewer and link": (
        "<iframe src='/v?file=/x.pdf'></iframe><p><a href=/x.pdf>X</a></p>",
        ["attachment /x.pdf"],
    ),
    "YouTube": (
        "<iframe src='//www.youtube.com/embed/x'></iframe>",
        ["video https://www.youtube.com/embed/x"],
    ),
    "Vimeo": (
        "<iframe src='https://player.vimeo.com/video/7'></iframe>",
        ["video https://player.vimeo.com/video/7"],
    ),
    "Dailymotion": (
        "<iframe src='https://www.dailymotion.com/embed/video/x'></iframe>",
        ["video https://www.dailymotion.com/embed/video/x"],
    ),
    "YouTube without cookies": (
        "<iframe src='https://www.youtube-nocookie.com/embed/x'></iframe>",
        ["video https://www.youtube-nocookie.com/embed/x"],
    ),
    "YouTube, short": (
        "<iframe src='https://youtu.be/x'></iframe>",
        ["video https://youtu.be/x"],
    ),
    "a host that only ends so": ("<iframe src='https://notyoutube.com/x'></iframe>", []),
    "Facebook": (
        (
            "<iframe src='https://www.facebook.com/plugins/video.php"
            "?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fvideos%2F1%2F&width=500'></iframe>"
        ),
        ["video https://www.facebook.com/a/videos/1/"],
    ),
    "Facebook without the address of a video": (
        "<iframe src='https://www.facebook.com/plugins/video.php?width=500'></iframe>",
        ["video https://www.facebook.com/plugins/video.php?width=500"],
    ),
    "Facebook's buttons": (
        "<iframe src='https://www.facebook.com/plugins/like.php?href=https://a.vn/'></iframe>",
        [],
    ),
    "map": ("<iframe src='https://www.google.com/maps/embed?pb=x'></iframe>", []),
    "video": ("<video src=/x.mp4>Không xem được</video>", ["video /x.mp4"]),
    "video with sources": (
        "<video controls><source src=/x.mp4><source src=/x.webm>Không xem được</video>",
        ["video /x.mp4"],
    ),
    "audio": ("<audio><source src=/x.mp3></audio>", ["video /x.mp3"]),
    "player of a file": ("<iframe src='/player.html?file=/x.mp4'></iframe>", ["video /x.mp4"]),
    "video without an address": ("<video></video><audio></audio>", []),
}


@pytest.mark.parametrize("name", CASES)
def test_an_element_shows_what_is_at_an_address(name: str) -> None:
    html, expected = CASES[name]
    page = page_of(html)
    found = [f"{block.kind.value} {block.url or ''}" for block in blocks_of(page.root, page)]
    assert [each.replace(f" {A}/", " /").strip() for each in found] == expected


ATTRIBUTES = st.dictionaries(
    st.sampled_from("src data-src srcset data-srcset href data width class style hidden".split()),
    st.one_of(
        st.sampled_from(
            [GIF, "/x.jpg 2x, ", "/v?file=http://[", "//[", "https://docs.google.com/a?url="]
        ),
        st.text("a/:?=&,. 1xw[]%#\n", max_size=20),
    ),
    max_size=4,
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("img iframe a video source embed object picture".split()), ATTRIBUTES
        ),
        max_size=8,
    )
)
def test_any_attributes_give_addresses_or_none(
    elements: list[tuple[str, dict[str, str]]],
) -> None:
    html = "".join(
        f"<{tag} " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + ">A"
        for tag, attributes in elements
    )
    page = page_of(html)
    for block in blocks_of(page.root, page):
        assert block.text or block.url
        assert block.url is None or block.url.startswith(("http://", "https://"))
