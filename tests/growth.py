"""How the CPU time of some work grows with its input, whatever the machine and its other work.

Work on four times as much takes about four times as long where it is linear, sixteen times where
it is quadratic; what is more than :data:`LINEAR` is not linear.
"""

from collections.abc import Callable, Iterable
from math import ceil, inf
from time import thread_time
from typing import TypeVar

Input = TypeVar("Input")

#: In the middle between four and sixteen: either has to be wrong by half to be taken for the other.
LINEAR = 8
#: CPU seconds under which no growth over pumped strings is measured: on 10,000 characters a linear
#: pattern is done in a tenth of it, and a quadratic one takes ten times as long or more.
_NOISE = 0.01
#: CPU seconds that a measurement takes at least; what is quicker is done again and again.
_SHORTEST = 0.001
#: So many rounds are measured, and more, up to so many, where those make the work look steep: what
#: else the machine does can only make a round longer.
_ROUNDS, _MOST_ROUNDS = 3, 12

#: What the project's patterns are made of, repeated many times: one of each kind of unit they hold.
_UNITS = (
    "0", "1/", "12:", "Thứ ba, ", "ngày ", "tháng ", "cập nhật lúc ", " ", "- ", "| ", "GMT+7",
    "A", "a", "Đ", "Ð", "A.", "H.Tr", "Nguyễn ", "Tin, ảnh: ", "tin ảnh ", "Theo ", "(", ")", "(a",
    "Báo ", "a.vn", "a-", "tổng số lượt ", "hôm nay: 1 ", "hôm nay", "truy cập ", "truy cập: 1|",
    "1.", "1,", "A- A+ ", "in bài viết ", "chia sẻ facebook ", " facebook", "họ tên ", "banner a",
    "lưu in gửi ", "a > ", "H'A ", "(12/5) ", "uỷ ", "{a}", "trang chủ/", "https://a ", "A.B.",
    "vui lòng nhập mã xác nhận ", "các tin khác ", "xem thêm : ", "bình luận (1) ", "< ", "../",
)  # fmt: skip


def growth(work: Callable[[Input], object], small: Input, large: Input) -> float:
    """How many times longer *work* takes on *large*, four times *small*; each at its quickest."""
    times = ceil(_SHORTEST / _time(work, small))
    on_small = on_large = inf
    for measured in range(_MOST_ROUNDS):
        if measured >= _ROUNDS and on_large < LINEAR * on_small:
            break
        on_small = min(on_small, _time(work, small, times))
        on_large = min(on_large, _time(work, large, times))
    return on_large / on_small


def too_steep(work: Callable[[str], object], length: int = 2_500) -> str | None:
    """How the first pumped string begins on which *work* is not linear; None if it always is."""
    for small, large in zip(_pumped(length), _pumped(4 * length), strict=True):
        if _time(work, large) > _NOISE and growth(work, small, large) > LINEAR:
            return small[:20]
    return None


def _pumped(length: int) -> Iterable[str]:
    """Each unit repeated to *length* characters, also with an end that spoils the match."""
    for unit in _UNITS:
        text = unit * (length // len(unit))
        yield text
        yield text + "\x7f!"


def _time(work: Callable[[Input], object], given: Input, times: int = 1) -> float:
    start = thread_time()
    for _ in range(times):
        work(given)
    return thread_time() - start
