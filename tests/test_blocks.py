"""The blocks of a body: kinds, order, and nothing that no reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import blocks_of
from crawler.extract.markup import flat_text, short_text
from crawler.extract.page import TooDeep
from crawler.extract.selection import Css, every, one
from crawler.extract.text import folded
from crawler.items import BlockKind
from tests.growth import LINEAR, growth
from tests.test_page import page_of


def kinds_and_texts(html: str) -> list[tuple[str, str]]:
    page = page_of(f"<body>{html}</body>")
    return [(block.kind.value, block.text) for block in blocks_of(page.root, page)]


LONG = "Quê ở xã Tân Khê, vào Đảng năm hai mươi tuổi, " * 4 + "nay là bí thư chi bộ."

VERSES = "Sáng nay/gió thổi/qua đồng/lúa chín/vàng óng/đôi bờ/sông Hàm/xanh mát".split("/")

CASES = {
    "paragraphs": (
        "<p>Một</p><p>&nbsp;</p><p>Hai</p>",
        ["paragraph Một", "paragraph Hai"],
    ),
    "loose text": (
        "Một<p>Hai</p>Ba",
        ["paragraph Một", "paragraph Hai", "paragraph Ba"],
    ),
    "inline": (
        "<p>A<b>b</b>c <i>d</i></p>",
        ["paragraph Abc d"],
    ),
    "unclosed": (
        "<p>Một<p>Hai",
        ["paragraph Một", "paragraph Hai"],
    ),
    "two breaks": (
        "<p>Một câu.<br><br>Hai câu.</p>",
        ["paragraph Một câu.", "paragraph Hai câu."],
    ),
    "lines": (
        "<p>H.A<br>(Theo Y)<br></p>",
        ["paragraph H.A", "paragraph (Theo Y)"],
    ),
    "wrapped": (
        "<p>Toàn tỉnh có hai<br>trăm chi bộ.</p>",
        ["paragraph Toàn tỉnh có hai trăm chi bộ."],
    ),
    "verse": (
        "<p>Sáng nay gió<br>thổi qua đồng<br>lúa thì con gái<br>xanh trong nắng</p>",
        [
            "paragraph Sáng nay gió",
            "paragraph thổi qua đồng",
            "paragraph lúa thì con gái",
            "paragraph xanh trong nắng",
        ],
    ),
    "couplets": (
        "<p>Sáng nay gió<br>thổi qua đồng<br><br>Lúa thì con gái<br>xanh trong nắng</p>",
        [
            "paragraph Sáng nay gió",
            "paragraph thổi qua đồng",
            "paragraph Lúa thì con gái",
            "paragraph xanh trong nắng",
        ],
    ),
    "verse in prose": (
        f"<p>Bác dạy, {'và chi bộ nhớ ' * 5}:<br><br>Sáng nay<br>gió thổi<br>qua đồng<br>vàng</p>",
        [
            f"paragraph Bác dạy, {'và chi bộ nhớ ' * 5}:",
            "paragraph Sáng nay",
            "paragraph gió thổi",
            "paragraph qua đồng",
            "paragraph vàng",
        ],
    ),
    "three lines are a broken one": (
        "<p>Đồng chí Lê Văn Đạt<br>bí thư Đảng ủy xã<br>phát biểu</p>",
        ["paragraph Đồng chí Lê Văn Đạt bí thư Đảng ủy xã phát biểu"],
    ),
    "wide lines are no verse": (
        f"<p>Toàn tỉnh<br>{'có hai trăm chi bộ ' * 3}<br>ở các xã<br>và phường</p>",
        [f"paragraph Toàn tỉnh {'có hai trăm chi bộ ' * 3}ở các xã và phường"],
    ),
    "sentences broken by width are no verse": (
        "<p>Toàn tỉnh<br>có hai trăm chi bộ<br>ở các xã. Nhiều nhất<br>là ở Tân Khê</p>",
        ["paragraph Toàn tỉnh có hai trăm chi bộ ở các xã. Nhiều nhất là ở Tân Khê"],
    ),
    "a sentence broken by width is no verse": (
        "<p>Ba là, giúp xã<br>có hai trăm chi bộ<br>ở các bản<br>làm việc này.</p>",
        ["paragraph Ba là, giúp xã có hai trăm chi bộ ở các bản làm việc này."],
    ),
    "a poem of one sentence": (
        "<p>" + "<br>".join(VERSES) + ".</p>",
        [*(f"paragraph {verse}" for verse in VERSES[:-1]), f"paragraph {VERSES[-1]}."],
    ),
    "as typed": (
        "<pre>Sáng nay\r\n  <b>Gió</b> thổi\n\nQua <i>đồng\nVàng</i></pre>",
        [
            "paragraph Sáng nay",
            "paragraph Gió thổi",
            "paragraph Qua đồng",
            "paragraph Vàng",
        ],
    ),
    "wrapped as typed": (
        "<pre>Toàn tỉnh có hai\ntrăm chi bộ.</pre><p>Một\nHai</p>",
        ["paragraph Toàn tỉnh có hai trăm chi bộ.", "paragraph Một Hai"],
    ),
    "broken by the width of a page": (
        f"<p>{'Toàn tỉnh có hai trăm chi bộ, ' * 3}của<br>Đảng bộ Khối.</p>",
        [f"paragraph {'Toàn tỉnh có hai trăm chi bộ, ' * 3}của Đảng bộ Khối."],
    ),
    "wide line that ends a sentence": (
        f"<p>{'Toàn tỉnh có hai trăm chi bộ, ' * 3}vững.<br>Đảng bộ Khối.</p>",
        [f"paragraph {'Toàn tỉnh có hai trăm chi bộ, ' * 3}vững.", "paragraph Đảng bộ Khối."],
    ),
    "wide line of hardly any letters": (
        f"<p>{'12/5 ' * 20}năm<br>Đảng bộ Khối.</p>",
        [f"paragraph {'12/5 ' * 20}năm", "paragraph Đảng bộ Khối."],
    ),
    "narrow line": (
        "<p>Toàn tỉnh có hai trăm chi bộ<br>Đảng bộ Khối.</p>",
        ["paragraph Toàn tỉnh có hai trăm chi bộ", "paragraph Đảng bộ Khối."],
    ),
    "heading": (
        "<h3>Về nhiệm vụ</h3><p>A</p>",
        ["heading Về nhiệm vụ", "paragraph A"],
    ),
    "list": (
        "<ol><li>A</li><li><p>B</p></li></ol>",
        ["list A\nB"],
    ),
    "list of paragraphs": (
        "<ol><li><p>A</p><p>B</p></li><li>C<div>D</div></li></ol>",
        ["list A B\nC D"],
    ),
    "nested list": (
        "<ul><li>A<ul><li>B</li></ul>C</li></ul>",
        ["list A\nB\nC"],
    ),
    "table": (
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>",
        ["table A | B\n1 | "],
    ),
    "one column": (
        "<table><tr><td>A</td></tr><tr><td>B</td></tr></table>",
        ["paragraph A", "paragraph B"],
    ),
    "quote": (
        "<blockquote>Q</blockquote>",
        ["quote Q"],
    ),
    "silent": (
        "<p>A<script>x</script></p><style>y</style><!-- z -->",
        ["paragraph A"],
    ),
    "figure": (
        "<figure><img src=a.jpg alt=Anh><figcaption>C</figcaption></figure>",
        ["picture ", "caption C"],
    ),
    "bold caption": (
        "<figure><img src=a.jpg></figure><p><strong>C</strong></p><p>A</p>",
        ["picture ", "caption C", "paragraph A"],
    ),
    "centred caption": (
        "<p align=center><img src=a.jpg><br>Dòng một</p><p align=center>Dòng hai</p>",
        ["picture ", "caption Dòng một", "caption Dòng hai"],
    ),
    "prose after a picture": (
        "<p><img src=a.jpg>Một câu.</p>",
        ["picture ", "paragraph Một câu."],
    ),
    "signature after a picture": (
        "<img src=a.jpg><p align=right><b>Hải Vân</b></p>",
        ["picture ", "paragraph Hải Vân"],
    ),
    "layout table": (
        "<table><tr><td><img src=a.jpg></td></tr><tr><td class=image_desc>C</td></tr></table>",
        ["picture ", "caption C"],
    ),
    "attachment": (
        '<p><a href="/x.PDF">Kế hoạch</a></p>',
        ["attachment Kế hoạch"],
    ),
    "named in prose": (
        '<p>Xem <a href="/x.pdf">đây</a>.</p>',
        ["paragraph Xem đây.", "attachment đây"],
    ),
    "viewer": (
        '<iframe src="/pdfjs/viewer.html?file=%2Fx.pdf"></iframe>',
        ["attachment "],
    ),
    "viewer and link": (
        '<iframe src="/v?file=%2Fx.pdf"></iframe><a href="/x.pdf">X</a>',
        ["attachment X"],
    ),
    "video": (
        '<iframe src="https://www.youtube.com/embed/x"></iframe>',
        ["video "],
    ),
    "table of portraits": (
        (
            "<table><tr><th>TT<th>Ảnh<th>Tên<th>Chức vụ"
            "<tr><td>1<td><p><img src=a.jpg></p><td>A<td>Bí thư"
            "<tr><td>2<td><img src=b.jpg><td>B<td></table>"
        ),
        [
            "table TT | Ảnh | Tên | Chức vụ\n1 |  | A | Bí thư\n2 |  | B | ",
            "picture ",
            "picture ",
        ],
    ),
    "table of pictures with captions below": (
        "<table><tr><td><img src=a.jpg><td><img src=b.jpg><tr><td>A<td>B</table>",
        [
            "picture ",
            "picture ",
            "paragraph A",
            "paragraph B",
        ],
    ),
    "grid of pictures with captions beside": (
        (
            "<table><tr><td><img src=a.jpg><td>A<td><img src=b.jpg><td>B"
            "<tr><td><img src=c.jpg><td>C<td><img src=d.jpg><td>D</table>"
        ),
        [
            "picture ",
            "paragraph A",
            "picture ",
            "paragraph B",
            "picture ",
            "paragraph C",
            "picture ",
            "paragraph D",
        ],
    ),
    "captions in the cells of pictures": (
        "<table><tr><td>A<td>B<td><img src=a.jpg>C<tr><td>D<td>E<td><img src=b.jpg>F</table>",
        [
            "paragraph A",
            "paragraph B",
            "picture ",
            "paragraph C",
            "paragraph D",
            "paragraph E",
            "picture ",
            "paragraph F",
        ],
    ),
    "one portrait is no table of them": (
        "<table><tr><td><img src=a.jpg><td>A<td>B</table>",
        ["picture ", "paragraph A", "paragraph B"],
    ),
    "text beside pictures": (
        f"<table><tr><td><img src=a.jpg><td>A<td>{LONG}<tr><td><img src=b.jpg><td>B<td>C</table>",
        ["picture ", "paragraph A", f"paragraph {LONG}", "picture ", "paragraph B", "paragraph C"],
    ),
    "table in a table": (
        "<table><tr><td>A</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
        ["paragraph A", "table 1 | 2"],
    ),
    "table with a name": (
        "<table><caption>Bảng 1</caption><tr><td>1</td><td>2</td></tr></table>",
        ["table Bảng 1\n1 | 2"],
    ),
    "caption on two lines": (
        "<img src=a.jpg><p><b>Dòng một<br>Dòng hai</b></p><p><b>Đề mục</b></p>",
        ["picture ", "caption Dòng một", "caption Dòng hai", "paragraph Đề mục"],
    ),
    "link around a paragraph": (
        '<a href="/x.pdf"><p>Kế hoạch</p></a>',
        ["attachment Kế hoạch"],
    ),
    "list of attachments": (
        '<ul><li><a href="/x.pdf">X</a></li><li><a href="/y.doc">Y</a></li></ul>',
        ["attachment X", "attachment Y"],
    ),
    "list that names an attachment": (
        '<ul><li><a href="/x.pdf">X</a></li><li>A</li></ul>',
        ["list X\nA", "attachment X"],
    ),
    "download without an ending": (
        '<p><a class="btn link-download" href="/tai?id=3">Tải về</a></p>',
        ["attachment Tải về"],
    ),
    "data address": (
        '<img src="data:image/gif;base64,R0lG">',
        [],
    ),
    "quotes by class": (
        (
            "<div class='cms-quote pull-left'><p>Q</p><p class=author>H.A</p></div><p>A</p>"
            "<aside class=quotes><span class=sprite></span>R</aside>"
        ),
        ["quote Q", "quote H.A", "paragraph A", "quote R"],
    ),
    "no quote": (
        "<p class='quote-of-the-day unquote'>A</p>",
        ["paragraph A"],
    ),
    "word processor": (
        (
            "<p class=MsoNormal><!--[if !supportLists]-->1.<!--[endif]--> A<o:p>&nbsp;</o:p></p>"
            "<p><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p><p>B<_o3a_p></_o3a_p></p>"
        ),
        ["paragraph 1. A", "paragraph B"],
    ),
    "word processor, spelled out": (
        (
            "<p>&lt;!--[if gte mso 9]&gt;&lt;xml&gt; &lt;w:a&gt;Normal&lt;/w:a&gt; &lt;/xml&gt;"
            "&lt;![endif]--&gt;</p><p>A</p><h3>Về &lt;o:p&gt;B&lt;/o:p&gt;</h3>"
        ),
        ["paragraph A", "heading Về B"],
    ),
    "word processor in lists and tables": (
        ("<ul><li>A&lt;o:p&gt;&lt;/o:p&gt;</li></ul><table><tr><td>1&lt;o:p&gt;<td>2</table>"),
        ["list A", "table 1 | 2"],
    ),
    "note of a word processor on two lines": (
        "<p>&lt;!--[if IE]&gt;<br>a&lt;![endif]--&gt;</p><p>A</p>",
        ["paragraph A"],
    ),
    "word in pieces": (
        "<p>Đ<b>ả</b><span>ng</span> <font>b</font>ộ Tân<wbr>Khê</p>",
        ["paragraph Đảng bộ TânKhê"],
    ),
    "letters in pieces": (
        "<p>A<b>e&#x302;</b>&#x301; Ho&#x0323;</p>",
        ["paragraph Aế Họ"],
    ),
    "invisible marks": (
        "<p>hội&shy;nghị&zwnj; Tân&#8203;Khê&#xfeff;</p><p>&#8203;</p>",
        ["paragraph hộinghị TânKhê"],
    ),
    "spaces": (
        "<p>&emsp;&nbsp;A&ensp;&nbsp;&#9;b&#160;</p>",
        ["paragraph A b"],
    ),
    "entities": (
        "<p>A &amp;amp; B &lt;C&gt; &Agrave; &#7891;&eth &foo; &#xD800;</p>",
        ["paragraph A &amp; B <C> À ồð &foo; \ufffd"],
    ),
    "uppercase tags": (
        "<DIV><P>A<BR><BR>B</P><UL><LI>C</LI></UL><BLOCKQUOTE>Q</BLOCKQUOTE></DIV>",
        ["paragraph A", "paragraph B", "list C", "quote Q"],
    ),
    "never closed": (
        "<div><p>A<b>b<p>C<ul><li>D<li>E</ul><p>F",
        ["paragraph Ab", "paragraph C", "list D\nE", "paragraph F"],
    ),
    "closed twice": (
        "<p>A</p></p></div><p>B</b></p></span>C",
        ["paragraph A", "paragraph B", "paragraph C"],
    ),
    "lines in a div": (
        "<div>Một câu.<br>&nbsp;<br>Hai câu.<br/><br/><br/>Ba câu.</div>",
        ["paragraph Một câu.", "paragraph Hai câu.", "paragraph Ba câu."],
    ),
    "hidden": (
        (
            "<p>A</p><p style='color:red; DISPLAY : none'>B</p><div hidden>C</div><p>D"
            "<span style='visibility:hidden'>E</span>F</p><p style='display:block'>G</p>"
        ),
        ["paragraph A", "paragraph DF", "paragraph G"],
    ),
    "hidden link": (
        "<p><a style='display:none' href=/x.pdf>A</a>B</p><p>C</p>",
        ["paragraph B", "paragraph C"],
    ),
    "hidden in lists and tables": (
        (
            "<ul><li>A<a hidden href=/b>B</a></li><li hidden>C</li><li>D</li></ul>"
            "<table><tr><td>1<td>2<td hidden>3<tr hidden><td>4<td>5<tr><td>6<i hidden>7</i><td>8"
            "</table>"
        ),
        ["list A\nD", "table 1 | 2\n6 | 8"],
    ),
    "definitions": (
        "<dl><dt>Chi bộ 1<dd>12 đảng viên<dt>Chi bộ 2<dd>9 đảng viên</dl>",
        ["list Chi bộ 1\n12 đảng viên\nChi bộ 2\n9 đảng viên"],
    ),
    "list with pictures": (
        "<ul><li>A</li><li><p>B</p><img src=a.jpg></li><li>C</li></ul>",
        ["paragraph A", "paragraph B", "picture ", "paragraph C"],
    ),
    "one column in one column": (
        "<table><tr><td><table><tr><td>A</td></tr></table></td></tr><tr><td>B</td></tr></table>",
        ["paragraph A", "paragraph B"],
    ),
    "table with paragraphs and breaks": (
        "<table><thead><tr><th>TT<th>Tên</thead><tbody><tr><td><p>1</p><td><p>A</p>b<br>c</table>",
        ["table TT | Tên\n1 | A b c"],
    ),
    "empty columns": (
        "<table><tr><td>&nbsp;</td><td>A</td></tr><tr><td></td><td>B</td></tr></table>",
        ["paragraph A", "paragraph B"],
    ),
    "drawings": (
        "<p>A<svg><title>B</title><text>C</text></svg><canvas>D</canvas></p>",
        ["paragraph A"],
    ),
    "without scripts": (
        "<p>A</p><noscript><p>Trình duyệt không chạy script.</p></noscript>",
        ["paragraph A"],
    ),
    "details": (
        "<details><summary>A</summary>B</details>",
        ["paragraph A", "paragraph B"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks_are_what_a_reader_sees(name: str) -> None:
    html, expected = CASES[name]
    found = [f"{kind} {text}" for kind, text in kinds_and_texts(html)]
    assert found == expected


def test_addresses_are_absolute_and_each_stands_once() -> None:
    page = page_of('<img src="a.jpg"><img data-src="/b.jpg" src="c.gif"><img src="a.jpg">')
    addresses = [block.url for block in blocks_of(page.root, page)]
    assert addresses == ["https://a.vn/tin/a.jpg", "https://a.vn/b.jpg"]


def test_a_block_of_links_says_so() -> None:
    page = page_of('<ul><li><a href="/a">A</a></li></ul><p><a href="/b">B</a> và C</p>')
    assert [block.linked for block in blocks_of(page.root, page)] == [True, False]


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("Xem thêm: <a href=/a>A</a>", True),
        ("<b>Đọc tiếp</b> <a href=/a>A</a>, <a href=/b>B</a>", True),
        ("&gt;&gt;&gt; <a href=/a>A</a>", True),
        ("• Tin liên quan: <a href=/a>A</a>", True),
        ("(Mời bạn đọc xem thêm: <a href=/a>A</a>)", True),
        ("Xem thêm: <a href=/a>A</a> của xã", False),
        ("Xem thêm: <a href=/a>A</a>.", False),
        ("Xem: <a href=/a>A</a>", False),
        ("Xem thêm: A", False),
        ("12 <a href=/a>A</a>", False),
    ],
)
def test_a_label_is_no_text_beside_links(html: str, linked: bool) -> None:  # noqa: FBT001  # a table
    page = page_of(f"<p>{html}</p><ul><li>{html}</ul>")
    assert [block.linked for block in blocks_of(page.root, page)] == [linked, linked]


def test_a_hidden_link_is_none() -> None:
    html = "<ul><li><a hidden href=/a>A</a><a href=/b>B</a></li></ul><a hidden>A</a>C"
    page = page_of(f"<body>{html}")
    found = [(block.text, block.linked) for block in blocks_of(page.root, page)]
    assert found == [("B", True), ("C", False)]


def test_what_is_asked_for_is_read_though_it_is_hidden() -> None:
    page = page_of("<div style='display:none'><p>A</p><p hidden>B</p></div>")
    body = one(page.root, Css("div"))
    assert [block.text for block in blocks_of(body, page)] == ["A"]
    assert flat_text(body) == "A"


def test_a_text_is_short_by_what_is_seen_of_it() -> None:
    page = page_of("<div> Các  tin<p hidden>và nhiều hơn nữa</p><script>x = 12345</script><p>khác")
    body = one(page.root, Css("div"))
    assert short_text(body, len("Các  tinkhác")) == flat_text(body) == "Các tin khác"
    assert short_text(body, len("Các tin")) is None


def test_what_is_skipped_is_left_out_and_the_tree_stays() -> None:
    page = page_of('<p>A</p><div class="ad"><p>B</p></div>C')
    blocks = blocks_of(page.root, page, skip=Css(".ad"))
    assert [block.text for block in blocks] == ["A", "C"]
    assert "B" in page.root.text_content()


def test_a_long_bold_paragraph_beside_a_picture_is_prose() -> None:
    text = "câu dài " * 60
    html = f"<img src=a.jpg><p><strong>{text}</strong></p>"
    assert kinds_and_texts(html)[1][0] == BlockKind.PARAGRAPH


def test_deep_pages_lose_nothing_or_are_refused() -> None:
    assert kinds_and_texts("<div>" * 500 + "sâu" + "</div>" * 500) == [("paragraph", "sâu")]
    with pytest.raises(TooDeep):
        kinds_and_texts("<span>" * 30_000 + "x")


def test_no_text_is_lost_or_invented() -> None:
    html = "<div>Một<p>Hai<span>Ba</span></p>Bốn<ul><li>Năm</li></ul></div>Sáu"
    page = page_of(html)
    found = " ".join(block.text for block in blocks_of(page.root, page))
    assert found == "Một HaiBa Bốn Năm Sáu"


def test_what_is_left_out_by_element_is_gone() -> None:
    page = page_of("<p>A</p><p class=author>B</p>")
    blocks = blocks_of(page.root, page, without=every(page.root, Css(".author")))
    assert [block.text for block in blocks] == ["A"]


def test_what_is_left_out_parts_the_text_if_it_is_a_block() -> None:
    page = page_of("<div>Một <i class=ad>X</i>hai<div class=ad>Y</div>ba<p hidden>Z</p> bốn</div>")
    blocks = blocks_of(page.root, page, skip=Css(".ad"))
    assert [block.text for block in blocks] == ["Một hai", "ba bốn"]


def test_what_is_left_out_is_left_out_of_lists_and_tables_too() -> None:
    page = page_of(
        "<ul><li>A<i class=ad>B</i><li class=ad>C<a href=/x.pdf>X</a><li>D</ul>"
        "<table><tr><td>1<td>2<b class=ad>3</b><tr class=ad><td>4<td>5</table>"
        "<dl><dt>E<dd><a hidden href=/x.pdf>F</a>G</dl>"
    )
    blocks = blocks_of(page.root, page, skip=Css(".ad"))
    assert [block.text for block in blocks] == ["A\nD", "1 | 2", "E\nG"]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b" * 400,
        "<ul><li>a" * 800,
        "<blockquote>a" * 1000 + "<p>a" * 3000,
        "<table>" + "<tr><td>a<td>b" * 5000,
        "a<br>" * 10_000,
    ],
)
def test_no_page_grows_when_it_is_read(html: str) -> None:
    """Nested tables once printed their insides again at every level."""
    page = page_of(html)
    found = sum(block.text.count("a") for block in blocks_of(page.root, page))
    assert found == html.count("a") - html.count("table")


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<a href=/a>A</a> <a href=/b>B</a>", ["A B"]),
        ("\n<a href=/a> A </a>\n", ["A"]),
        ("<a href=/a>A</a> và <a href=/b>B</a>", []),
    ],
)
def test_blanks_beside_links_are_no_text_of_their_own(html: str, linked: list[str]) -> None:
    page = page_of(f"<p>{html}</p>")
    assert [block.text for block in blocks_of(page.root, page) if block.linked] == linked


@pytest.mark.parametrize("unit", ["text-align ", "text-align:-a", "display : ", "font-weight:  "])
def test_a_long_style_takes_linear_time(unit: str) -> None:
    def page(length: int) -> str:
        style = unit * (length // len(unit)) + " " * length
        return f"<img src=a.jpg><p style='{style}'>A</p>"

    assert kinds_and_texts(page(60_000))[1] == ("paragraph", "A")
    assert growth(kinds_and_texts, page(5_000), page(20_000)) < LINEAR


TAGS = st.sampled_from(
    "p div b a br ul li table tr td h2 blockquote img figure iframe script span".split()
)
PIECES = st.one_of(
    st.text(alphabet="aĐ .\u00a0\n", max_size=8), TAGS.map("<{}>".format), TAGS.map("</{}>".format)
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_soup_gives_folded_blocks(html: str) -> None:
    page = page_of(html)
    for block in blocks_of(page.root, page):
        assert block.text == "\n".join(map(folded, block.text.split("\n")))
        assert block.text or block.url
