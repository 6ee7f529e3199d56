"""Captions: every form in which the platforms print them, and what only looks like one."""

import pytest

from tests.test_blocks import kinds_and_texts

PROSE = "Đảng ủy xã Tân Khê ra nghị quyết về việc đó, và các chi bộ đã học tập. " * 12
NAMED = "Đồng chí Trần Văn Khuê phát biểu tại hội nghị của Đảng bộ xã Tân Khê " * 8

CASES = {
    "figcaption": (
        "<figure><img src=a><figcaption>Chú thích</figcaption></figure><p>Câu.</p>",
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "figcaption on several lines": (
        "<figure><img src=a><figcaption><p>Dòng một</p><p>Dòng hai</p></figcaption></figure>",
        ["picture", "caption Dòng một", "caption Dòng hai"],
    ),
    "figcaption of a table": (
        "<figure class=table><table><tr><td>1<td>2</table><figcaption>Bảng 1</figcaption></figure>",
        ["table 1 | 2", "caption Bảng 1"],
    ),
    "figcaption that was never closed": (
        f"<figure><img src=a><figcaption>Chú thích<p>{PROSE}</p><p>Câu.</p>",
        ["picture", "paragraph Chú thích", f"paragraph {PROSE.strip()}", "paragraph Câu."],
    ),
    "text in a figure": (
        "<figure><img src=a><p>Chú thích</p></figure><p>Câu.</p>",
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "prose in a figure": (
        f"<figure><img src=a><p>{PROSE}</p></figure>",
        ["picture", f"paragraph {PROSE.strip()}"],
    ),
    "figure and a bold paragraph": (
        (
            "<figure class=image><img src=a alt=Anh-tin-bai></figure><p><strong>Chú thích</strong>"
            "</p><p>Câu.</p>"
        ),
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "inline element called a caption": (
        (
            "<div class=full-img>\n<img src=a>\n<span class=fig>Chú <b>thích</b></span>\n</div>"
            "<p>Câu.</p>"
        ),
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "inline element and text behind it": (
        "<div class=full-img><img src=a><span class=fig>Chú thích</span>Câu.</div>",
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "caption and credit": (
        "<div><img src=a><span class=fig>Chú thích</span><em class=fig>Ảnh: Hải Vân</em></div>",
        ["picture", "caption Chú thích", "caption Ảnh: Hải Vân"],
    ),
    "photographer named below the picture": (
        "<p><img src=a></p><p>Lễ ra mắt. Ảnh: Hải Vân</p><p>Câu.</p>",
        ["picture", "caption Lễ ra mắt. Ảnh: Hải Vân", "paragraph Câu."],
    ),
    "photographer named in brackets": (
        "<p><img src=a><br>Lễ ra mắt (Ảnh: Hải Vân).</p><p>Câu.</p>",
        ["picture", "caption Lễ ra mắt (Ảnh: Hải Vân).", "paragraph Câu."],
    ),
    "photographer named in a byline": (
        "<p><img src=a></p><p>Bài: Thu Trà. Ảnh: Hải Vân</p>",
        ["picture", "paragraph Bài: Thu Trà. Ảnh: Hải Vân"],
    ),
    "bold byline below a picture": (
        "<p><img src=a></p><p><b>Tin, ảnh: Hải Vân</b></p>",
        ["picture", "paragraph Tin, ảnh: Hải Vân"],
    ),
    "centred byline below a caption": (
        "<p align=center><img src=a><br>Quang cảnh<br><b>Bài: Hải Vân</b></p>",
        ["picture", "caption Quang cảnh", "paragraph Bài: Hải Vân"],
    ),
    "source in italics below a picture": (
        "<p><img src=a></p><p><i>(Theo Báo Sông Hàm)</i></p>",
        ["picture", "paragraph (Theo Báo Sông Hàm)"],
    ),
    "captions that begin like bylines": (
        (
            "<p><img src=a></p><p><b>Bài thi: mô hình trồng rừng</b></p>"
            "<p><img src=b></p><p><i>Theo chân cán bộ Tân Khê</i></p>"
            "<p><img src=c></p><p><i>Ảnh: Hải Vân</i></p>"
        ),
        [
            "picture",
            "caption Bài thi: mô hình trồng rừng",
            "picture",
            "caption Theo chân cán bộ Tân Khê",
            "picture",
            "caption Ảnh: Hải Vân",
        ],
    ),
    "marks below a picture": (
        "<p align=center><img src=a></p><p align=center>* * *</p><p>Câu.</p>",
        ["picture", "paragraph * * *", "paragraph Câu."],
    ),
    "byline below a picture": (
        "<p><img src=a></p><p>Tin, ảnh: Hải Vân</p>",
        ["picture", "paragraph Tin, ảnh: Hải Vân"],
    ),
    "photographer named in prose": (
        "<p><img src=a></p><p>Trưng bày ảnh: Bác Hồ với nhân dân</p>",
        ["picture", "paragraph Trưng bày ảnh: Bác Hồ với nhân dân"],
    ),
    "photographer named far from a picture": (
        "<p><img src=a></p><p>Câu.</p><p>Lễ ra mắt. Ảnh: Hải Vân</p>",
        ["picture", "paragraph Câu.", "paragraph Lễ ra mắt. Ảnh: Hải Vân"],
    ),
    "inline element in prose": (
        "<img src=a><p>Xem <span class=fig>hình 1</span> ở trên.</p>",
        ["picture", "paragraph Xem hình 1 ở trên."],
    ),
    "block element called a caption": (
        "<div class=full-img><img src=a><div class='fig mt-2'>Chú thích</div></div>",
        ["picture", "caption Chú thích"],
    ),
    "box of four pictures": (
        "<div class='box-image box-quad'>"
        + "".join(f"<div class=box-col><img src={name}.jpg></div>" for name in "abcd")
        + "<div class=box-desc>Chú thích</div></div><p>Câu.</p>",
        ["picture"] * 4 + ["caption Chú thích", "paragraph Câu."],
    ),
    "cell called a caption": (
        (
            "<table class=full-img><tbody><tr><td><img src=a></td></tr><tr><td class=image_desc>"
            "<p>Chú thích</p><p>Ảnh: Hải Vân</p></td></tr></tbody></table><p>Câu.</p>"
        ),
        ["picture", "caption Chú thích", "caption Ảnh: Hải Vân", "paragraph Câu."],
    ),
    "a long one that is called so": (
        f"<table><tr><td><img src=a></td></tr><tr><td class=image_desc>{NAMED}</td></tr></table>",
        ["picture", f"caption {NAMED.strip()}"],
    ),
    "uppercase class": (
        "<div><img src=a></div><P CLASS='PhotoCMS_Caption'>Chú thích</P>",
        ["picture", "caption Chú thích"],
    ),
    "frame of one column": (
        (
            "<table align=center><tr><td><img src=a></td></tr><tr><td>Chú thích</td></tr>"
            "<tr><td><img src=b></td></tr><tr><td>Chú thích hai</td></tr></table><p>Câu.</p>"
        ),
        ["picture", "caption Chú thích", "picture", "caption Chú thích hai", "paragraph Câu."],
    ),
    "frame of two columns, centred": (
        (
            "<table><tr><td><img src=a></td><td><img src=b></td></tr>"
            "<tr><td align=center>Ảnh một</td><td align=center>Ảnh hai</td></tr></table>"
        ),
        ["picture", "picture", "caption Ảnh một", "caption Ảnh hai"],
    ),
    "portrait beside prose": (
        "<table><tr><td><img src=a></td><td>Quê quán: xã Tân Khê.</td></tr></table>",
        ["picture", "paragraph Quê quán: xã Tân Khê."],
    ),
    "prose in a frame": (
        f"<table><tr><td><img src=a></td></tr><tr><td>{PROSE}</td></tr></table>",
        ["picture", f"paragraph {PROSE.strip()}"],
    ),
    "centred paragraph": (
        (
            "<p style='TEXT-ALIGN: center'><img src=a></p><p style='text-align:center'>Chú thích"
            "</p><p>Câu.</p>"
        ),
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "centred by the engine": (
        "<img src=a><div style='text-align:-webkit-center'>Chú thích</div>",
        ["picture", "caption Chú thích"],
    ),
    "several centred paragraphs": (
        (
            "<center><img src=a></center><p align=center>Dòng một</p><p align=center>Dòng hai</p>"
            "<p>Câu.</p>"
        ),
        ["picture", "caption Dòng một", "caption Dòng hai", "paragraph Câu."],
    ),
    "one element, several lines": (
        "<p align=center><img src=a><br><i>Dòng một<br>Ảnh: Hải Vân</i></p><p>Câu.</p>",
        ["picture", "caption Dòng một", "caption Ảnh: Hải Vân", "paragraph Câu."],
    ),
    "italic by its style": (
        "<p><img src=a></p><p><span style='font-style: italic;'>Chú thích</span></p><p>Câu.</p>",
        ["picture", "caption Chú thích", "paragraph Câu."],
    ),
    "two pictures and one caption": (
        "<p><img src=a><img src=b></p><p align=center>Chú thích</p>",
        ["picture", "picture", "caption Chú thích"],
    ),
    "caption of a video": (
        (
            "<div class=full-video><iframe src='https://www.youtube.com/embed/x'></iframe>"
            "<span class=fig>Chú thích</span></div>"
        ),
        ["video", "caption Chú thích"],
    ),
    "centred line behind a video": (
        "<iframe src='https://www.youtube.com/embed/x'></iframe><p align=center>Một cảnh</p>",
        ["video", "caption Một cảnh"],
    ),
    "bold line behind a video": (
        "<iframe src='https://www.youtube.com/embed/x'></iframe><p><b>Về nhiệm vụ</b></p>",
        ["video", "paragraph Về nhiệm vụ"],
    ),
    "bold line in the centre behind a video": (
        (
            "<iframe src='https://www.youtube.com/embed/x'></iframe>"
            "<p align=center><b>Một cảnh</b></p>"
        ),
        ["video", "caption Một cảnh"],
    ),
    "centred wrapper": (
        "<div align=center><div><div><div><img src=a><p>Câu.</p></div></div></div></div>",
        ["picture", "paragraph Câu."],
    ),
    "a picture that awaits its address": (
        "<div><img src='data:image/gif;base64,R0lG'><span class=fig>Chú thích</span></div>",
        ["caption Chú thích"],
    ),
    "a wrapper called a caption": (
        f"<div class=caption><img src=a><p>{PROSE}</p><p>Câu.</p></div>",
        ["picture", f"paragraph {PROSE.strip()}", "paragraph Câu."],
    ),
    "a caption of nothing": (
        "<div class=caption><p>Câu.</p></div>",
        ["paragraph Câu."],
    ),
    "a caption behind prose": (
        "<img src=a><p>Câu.</p><p class=caption>Hai câu.</p>",
        ["picture", "paragraph Câu.", "paragraph Hai câu."],
    ),
    "a class that only holds the word": (
        "<img src=a><p class='no-captions figure-text'>Câu.</p>",
        ["picture", "paragraph Câu."],
    ),
    "prose after a picture": (
        "<p><img src=a>Câu.</p>",
        ["picture", "paragraph Câu."],
    ),
    "prose with a bold word": (
        "<img src=a><p><b>Ngày 19/9</b>, hội nghị khai mạc.</p>",
        ["picture", "paragraph Ngày 19/9, hội nghị khai mạc."],
    ),
    "bold heading behind a caption": (
        "<img src=a><p align=center>Chú thích</p><p><b>Về nhiệm vụ</b></p>",
        ["picture", "caption Chú thích", "paragraph Về nhiệm vụ"],
    ),
    "heading behind a picture": (
        "<img src=a><h3 align=center>Về nhiệm vụ</h3>",
        ["picture", "heading Về nhiệm vụ"],
    ),
    "signature behind a picture": (
        "<img src=a><p style='text-align: right'><b>Hải Vân</b></p>",
        ["picture", "paragraph Hải Vân"],
    ),
    "signature of the old kind behind a picture": (
        "<img src=a><p align=RIGHT><b>Hải Vân</b></p>",
        ["picture", "paragraph Hải Vân"],
    ),
    "bold line behind a picture without an address": (
        "<img src='data:image/gif;base64,R0lG'><p><b>Về nhiệm vụ</b></p>",
        ["paragraph Về nhiệm vụ"],
    ),
    "centred prose": (
        f"<img src=a><p align=center>{PROSE}</p>",
        ["picture", f"paragraph {PROSE.strip()}"],
    ),
    "a link behind a picture": (
        "<img src=a><p align=center><a href='/b.html'>Tin khác</a></p>",
        ["picture", "paragraph Tin khác"],
    ),
    "centred quote behind a picture": (
        "<img src=a><blockquote align=center>Câu.</blockquote>",
        ["picture", "quote Câu."],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_caption_is_what_captions_a_picture(name: str) -> None:
    html, expected = CASES[name]
    assert [f"{kind} {text}".strip() for kind, text in kinds_and_texts(html)] == expected


@pytest.mark.parametrize(
    "html",
    [
        "<div class=caption>" * 1000 + "<img src=a>a",
        "<table><tr><td>" * 600 + "<img src=a>a",
        "<figure>" * 1000 + "<img src=a>a",
        "<img src=a>" + "<span class=fig>a</span>" * 5000,
    ],
)
def test_nested_captions_lose_nothing(html: str) -> None:
    assert sum(text.count("a") for _, text in kinds_and_texts(html)) == html.count(">a")
