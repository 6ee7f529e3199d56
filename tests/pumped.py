"""Strings that make a bad regular expression explode, and the time that a pattern takes on them."""

import re
import time
from collections.abc import Iterable

#: What the patterns are made of, repeated many times: one of each kind of unit they hold.
_UNITS = (
    "0", "1/", "12:", "Thứ ba, ", "ngày ", "tháng ", "cập nhật lúc ", " ", "- ", "| ", "GMT+7",
    "A", "a", "Đ", "Ð", "A.", "H.Tr", "Nguyễn ", "Tin, ảnh: ", "tin ảnh ", "Theo ", "(", ")", "(a",
    "Báo ", "a.vn", "a-", "tổng số lượt ", "hôm nay: 1 ", "hôm nay", "truy cập ", "truy cập: 1|",
    "1.", "1,", "A- A+ ", "in bài viết ", "chia sẻ facebook ", " facebook", "họ tên ", "banner a",
    "lưu in gửi ", "a > ", "H'A ", "(12/5) ", "uỷ ", "{a}", "trang chủ/", "https://a ", "A.B.",
    "vui lòng nhập mã xác nhận ", "các tin khác ", "xem thêm : ", "bình luận (1) ", "< ", "../",
)  # fmt: skip
_LENGTH = 20_000


def pumped() -> Iterable[str]:
    """Each unit repeated to 20,000 characters, also with an end that spoils the match."""
    for unit in _UNITS:
        text = unit * (_LENGTH // len(unit))
        yield text
        yield text + "\x7f!"


def slowest(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The longest time in seconds that a full match takes, and the beginning of its string."""
    return max((_time(pattern, text), text[:20]) for text in pumped())


def _time(pattern: re.Pattern[str], text: str) -> float:
    """The best of two, so that a busy machine is not taken for a bad pattern."""
    times = []
    for _ in range(2):
        start = time.perf_counter()
        pattern.fullmatch(text)
        times.append(time.perf_counter() - start)
    return min(times)
