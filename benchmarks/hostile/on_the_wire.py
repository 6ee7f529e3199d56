"""Answers that never end, come in drips, are cut, packed badly, or are not HTTP at all."""

import asyncio
import gzip
import zlib

from benchmarks.hostile.behaviour import Ask, add, answer, behaviour, head, says

_FOREVER = 3600
_PACKED = {"Content-Encoding": "gzip"}
_BOMB = gzip.compress(bytes(100_000_000), compresslevel=9)


@behaviour("timeout")
async def _accepts_and_never_answers(_: Ask) -> None:
    await asyncio.sleep(_FOREVER)


@behaviour("timeout", "too-large")
async def _head_in_drips(ask: Ask) -> None:
    await ask.drip(head() * 50)


@behaviour("timeout")
async def _body_in_drips(ask: Ask) -> None:
    await ask.write(head(headers={"Content-Length": str(len(ask.page))}))
    await ask.drip(ask.page)


@behaviour("saved")
async def _slow_but_steady(ask: Ask) -> None:
    await ask.write(head(headers={"Content-Length": str(len(ask.page))}))
    for at in range(0, len(ask.page), 16_000):
        await ask.write(ask.page[at : at + 16_000])
        await asyncio.sleep(0.05)


@behaviour("connection", "cut")
async def _resets_in_the_body(ask: Ask) -> None:
    await ask.write(head(headers={"Content-Length": str(len(ask.page))}) + ask.page[:9000])
    ask.abort()


@behaviour("connection")
async def _resets_at_once(ask: Ask) -> None:
    ask.abort()


@behaviour("timeout", "too-large")
async def _endless_head(ask: Ask) -> None:
    await ask.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        await ask.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")


@behaviour("timeout", "too-large")
async def _endless_body(ask: Ask) -> None:
    await ask.write(head(headers={"Transfer-Encoding": "chunked"}))
    while True:
        await ask.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


@behaviour("timeout", "too-large")
async def _endless_body_without_length(ask: Ask) -> None:
    await ask.write(head() + ask.page)
    while True:
        await ask.write(b"<p>x</p>" * 8192)


def _chunked(body: bytes) -> bytes:
    return head(headers={"Transfer-Encoding": "chunked"}) + f"{len(body):x}\r\n".encode() + body


def _cut_gzip(ask: Ask) -> bytes:
    packed = gzip.compress(ask.page)
    return answer(packed[: len(packed) // 2], headers=_PACKED)


def _wrong_sum(ask: Ask) -> bytes:
    packed = bytearray(gzip.compress(ask.page))
    packed[-8] ^= 0xFF
    return answer(bytes(packed), headers=_PACKED)


def _raw_deflate(ask: Ask) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    data = packer.compress(ask.page) + packer.flush()
    return answer(data, headers={"Content-Encoding": "deflate"})


def _deflate(ask: Ask) -> bytes:
    return answer(zlib.compress(ask.page), headers={"Content-Encoding": "deflate"})


def _cut_deflate(ask: Ask) -> bytes:
    data = zlib.compress(ask.page)
    return answer(data[: len(data) // 2], headers={"Content-Encoding": "deflate"})


for _name, _data, _fates in (
    ("closes_without_a_word", lambda _: b"", ("connection",)),
    ("shorter_than_declared",
     lambda ask: head(headers={"Content-Length": "99999"}) + ask.page, ("cut",)),
    ("cut_where_it_closes", lambda ask: head() + ask.page[: len(ask.page) // 2], ("cut",)),
    ("whole_where_it_closes", lambda ask: head() + ask.page, ("saved",)),
    ("chunks_without_an_end", lambda ask: _chunked(ask.page), ("cut",)),
    ("broken_chunks",
     lambda ask: head(headers={"Transfer-Encoding": "chunked"}) + b"zz\r\n" + ask.page, ("cut",)),
    ("gzip_cut", _cut_gzip, ("cut",)),
    ("gzip_with_a_wrong_sum", _wrong_sum, ("undecodable",)),
    ("gzip_and_rubbish_after_it",
     lambda ask: answer(gzip.compress(ask.page) + b"\0rubbish", headers=_PACKED), ("saved",)),
    ("gzip_that_is_none", lambda ask: answer(ask.page, headers=_PACKED), ("saved",)),
    ("gzip_twice",
     lambda ask: answer(gzip.compress(gzip.compress(ask.page)),
                        headers={"Content-Encoding": "gzip, gzip"}), ("saved",)),
    ("gzip_bomb", lambda _: answer(_BOMB, headers=_PACKED), ("too-large",)),
    ("deflate", _deflate, ("saved",)),
    ("raw_deflate", _raw_deflate, ("saved",)),
    ("deflate_cut", _cut_deflate, ("cut",)),
    ("coding_that_nobody_asked_for",
     lambda ask: answer(ask.page, headers={"Content-Encoding": "zstd"}), ("undecodable",)),
    ("no_http", lambda _: b"SSH-2.0-OpenSSH_9.2\r\n\r\n" * 20, ("connection",)),
    ("http_0_9", lambda ask: ask.page, ("connection",)),
    ("http_2", lambda _: b"\0\0\x12\x04\0\0\0\0\0" + bytes(18), ("connection",)),
    ("tls_alert", lambda _: b"\x15\x03\x01\0\x02\x02\x46", ("connection",)),
    ("two_lengths",
     lambda ask: b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 9\r\n\r\n" + ask.page,
     ("connection",)),
    ("negative_length",
     lambda ask: head(headers={"Content-Length": "-4"}) + ask.page, ("connection",)),
    ("length_that_is_no_number",
     lambda ask: head(headers={"Content-Length": "many"}) + ask.page, ("connection",)),
    ("large_head", lambda ask: answer(ask.page, headers={"X-Filler": "x" * 2_000_000}),
     ("too-large", "connection")),
    ("thousands_of_headers",
     lambda ask: answer(ask.page, headers={f"X-{n}": "x" for n in range(30_000)}),
     ("too-large",)),
    ("status_line_of_binary", lambda ask: b"HTTP/1.1 \xff\xfe OK\r\n\r\n" + ask.page,
     ("connection",)),
    ("headers_without_colons", lambda ask: b"HTTP/1.1 200 OK\r\nrubbish\r\n\r\n" + ask.page,
     ("saved",)),
    ("many_interim_answers",
     lambda ask: b"HTTP/1.1 103 Early\r\n\r\n" * 500 + answer(ask.page), ("saved",)),
    ("more_than_was_asked_for",
     lambda ask: answer(ask.page) + answer(b"<html><h1>x</h1></html>"), ("saved",)),
):  # fmt: skip
    add(_name, says(_data), *_fates)
