"""What only a newspaper prints: quotations set apart, videos, and posts of pictures."""

from tests.replica import wording
from tests.replica.content import Part
from tests.replica.prose import Writer

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_"


def quotation(writer: Writer) -> list[Part]:
    """Words set apart, and below them, half the time, who said them."""
    words = Part("quote", f"“{writer.sentences(1)}”")
    if writer.below(2):
        return [words]
    return [words, Part("quote", f"{writer.person()}, {writer.pick(wording.ROLES)}")]


def inserted_video(writer: Writer) -> list[Part]:
    """A video within a text, with a caption half the time, and prose after it."""
    return [*video(writer, film_address(writer)), Part("paragraph", writer.sentences(2))]


def film_address(writer: Writer) -> str:
    """The address of a film at the service that newspapers embed."""
    return "https://www.youtube.com/embed/" + "".join(writer.pick(_SIGNS) for _ in range(11))


def video(writer: Writer, address: str) -> list[Part]:
    """The film at *address*, and half the time its caption."""
    caption = Part("caption", f"Video: {writer.pick(wording.PEN_NAMES)}")
    return [Part("video", path=address), *([caption] if writer.below(2) else [])]


def gallery(writer: Writer, paths: list[str]) -> list[Part]:
    """The pictures at *paths*, each with a caption."""
    parts = []
    for path in paths:
        caption = f"{writer.one_of(wording.CAPTIONS).rstrip('.')}. Ảnh: {writer.person()}"
        parts += [Part("picture", path=path), Part("caption", caption)]
    return parts
