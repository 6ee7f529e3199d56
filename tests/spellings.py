"""Spellings of addresses that lead off a site, or that somebody may read so.

In each, ``{p}`` is the port of a recorder and ``{h}`` that of the site, which is at 127.0.0.1.
"""

#: Of this machine: what the C library, a browser or a resolver reads as 127.0.0.2, ::1, 127.0.0.1.
HOSTS_HERE = (
    "127.0.0.2", "127.2", "127.0.2", "2130706434", "0x7f000002", "0x7F.2", "0x7f.0x0.0x0.0x2",
    "0177.0.0.2", "0177.2", "017700000002", "0x7f.000.000.2", "127.0.0.2.", "127.0.0.2..",
    "%31%32%37.0.0.2", "127%2e0%2e0%2e2", "127%E3%80%820%E3%80%820%E3%80%822",
    "\uff11\uff12\uff17.\uff10.\uff10.\uff12", "127\u30020\u30020\u30022",
    "127\uff0e0\uff0e0\uff0e2",
    "\u2460\u2461\u2466.0.0.2", "127.0.0.\u00b2", "localhost", "LocalHost", "localhost.",
    "localhost.localdomain", "ip6-localhost", "\uff4cocalhost", "l\u00adocalhost", "0",
    "0.0.0.0", "0x0",  # noqa: S104  # data
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::ffff:127.0.0.2]",
    "[::FFFF:7f00:2]", "[::127.0.0.2]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]",
    "[2001:0:808:808::80ff:fffd]", "[::1%25lo]", "[fe80::1%25lo]", "[127.0.0.2]", "[::1].",
    "127.0.0.1", "127.1", "2130706433",
)  # fmt: skip

#: Of other machines: private, of a carrier, of a link, of a cloud's metadata, of nobody; and names.
HOSTS_ELSEWHERE = (
    "10.0.0.1", "0xa.1", "167772161", "172.16.0.1", "192.168.0.1", "192.168.1", "100.64.0.1",
    "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518",
    "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "100.100.100.200", "168.63.129.16",
    "192.0.0.192", "[fd00:ec2::254]", "[fc00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "8.8.8.8",
    "metadata.google.internal", "inside.example", "xn--bcher-kva.example", "b\u00fccher.example",
    "site.example.127.0.0.2.nip.example", "127.0.0.1.inside.example", "-", "a_b", "a..b",
)  # fmt: skip

#: Whole addresses: users, backslashes, blanks, ports, schemes, relative forms.
WHOLE = (
    "http://127.0.0.1:{h}@127.0.0.2:{p}", "http://127.0.0.2:{p}@127.0.0.1:{p}",
    "http://127.0.0.1:{h}%40127.0.0.2:{p}", "http://127.0.0.1:{h}\\@127.0.0.2:{p}",
    "http://127.0.0.2:{p}\\@127.0.0.1:{h}", "http://127.0.0.2:{p}?@127.0.0.1:{h}",
    "http://127.0.0.2:{p}#@127.0.0.1:{h}", "http://127.0.0.2:{p};@127.0.0.1:{h}",
    "http://127.0.0.1:{h}:{p}", "http://127.0.0.1:{h}:@127.0.0.2:{p}",
    "//127.0.0.2:{p}", "///127.0.0.2:{p}", "////127.0.0.2:{p}", "http:///127.0.0.2:{p}",
    "http:127.0.0.2:{p}", "http:/127.0.0.2:{p}", "http:\\\\127.0.0.2:{p}", "\\\\127.0.0.2:{p}",
    "/\\127.0.0.2:{p}", "\\/127.0.0.2:{p}", "ht\ttp://127.0.0.2:{p}", "/\t/127.0.0.2:{p}",
    " http://127.0.0.2:{p}", "http:// 127.0.0.2:{p}", "http://127.0.0.2 :{p}",
    "http://127.0.0.2\t:{p}", "http://127.0.0.2%00:{p}", "http://127.0.0.2%09:{p}",
    "http://127.0.0.2%20:{p}", "http://127.0.0.1%20127.0.0.2:{p}", "hTTp://127.0.0.2:{p}",
    "http://127.0.0.2:0{p}", "http://127.0.0.2:+{p}", "http://127.0.0.2: {p}",
    "http://127.0.0.2:{p}_", "http://127.0.0.1:0", "http://127.0.0.1:", "http://127.0.0.1:-1",
    "http://127.0.0.1:99999", "http://127.0.0.1:{p}", "https://127.0.0.1:{p}", "https://127.0.0.1",
    "https://127.0.0.2:{p}", "http://[127.0.0.2:{p}", "http://]:{p}", "http://[::1:{p}", "http://",
    "http://:{p}", "http://@127.0.0.2:{p}", "http://:@127.0.0.2:{p}", "http://a:b@127.0.0.2:{p}",
    "file:///etc/passwd", "file://127.0.0.2", "data:text/html,<p>x", "ftp://127.0.0.2:{p}",
    "gopher://127.0.0.2:{p}", "javascript:alert(1)", "ws://127.0.0.2:{p}", "wss://127.0.0.2:{p}",
    "dict://127.0.0.2:{p}", "s3://127.0.0.2:{p}", "feed:http://127.0.0.2:{p}",
    "view-source:http://127.0.0.2:{p}", "blob:http://127.0.0.2:{p}", "h2c://127.0.0.2:{p}",
)  # fmt: skip


def spellings(*, recorder: int, home: int) -> tuple[str, ...]:
    """All of them, without a path, for these ports; hosts with a port of the recorder."""
    hosts = (f"http://{host}:{{p}}" for host in HOSTS_HERE + HOSTS_ELSEWHERE)
    usual = (f"http://{host}" for host in HOSTS_ELSEWHERE)
    every = (*hosts, *usual, *WHOLE)
    return tuple(one.replace("{p}", str(recorder)).replace("{h}", str(home)) for one in every)
