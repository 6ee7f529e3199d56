"""Typed data as JSON has it, and back again: what processes say to each other.

Nothing that is received can become anything but the types that are asked for.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
#: The types whose values JSON has itself.
_OF_JSON = (str, int, bool, types.NoneType)


def plain(value: object) -> object:
    """*value* in JSON's types; bytes as text, one character a byte."""
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("latin-1") if isinstance(value, bytes) else value


def built(kind: type[T], value: object) -> T:
    """The *kind* of which :func:`plain` made *value*; TypeError or ValueError for any other."""
    return cast("T", _built(kind, value))


def _built(kind: object, value: object) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), value)
    if origin is tuple and isinstance(value, list):
        return _tuple(get_args(kind), value)
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, dict):
        hints = _hints(kind)
        return kind(**{name: _built(hints.get(name), each) for name, each in value.items()})
    if isinstance(kind, type) and isinstance(value, str):
        return _spelt(kind, value)
    if kind not in _OF_JSON or type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind}")
    return value


def _spelt(kind: type, text: str) -> object:
    """The *kind* that JSON has as *text*."""
    if kind is bytes:
        return text.encode("latin-1")
    if issubclass(kind, date):
        return kind.fromisoformat(text)
    if kind is not str and not issubclass(kind, StrEnum):
        raise TypeError(f"{text!r} is no {kind}")
    return kind(text)


def _one_of(kinds: tuple[object, ...], value: object) -> object:
    """One of several kinds: JSON's own, and at most one other."""
    if type(value) in kinds:
        return value
    others = [kind for kind in kinds if kind not in _OF_JSON]
    if value is None or len(others) != 1:
        raise TypeError(f"{value!r} is none of {kinds}")
    return _built(others[0], value)


def _tuple(kinds: tuple[object, ...], values: list[object]) -> tuple[object, ...]:
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(values)
    return tuple(_built(kind, each) for kind, each in zip(kinds, values, strict=True))


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)
