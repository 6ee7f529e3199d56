"""How strictly a site's TLS is judged: what the operator may choose for each site."""

from enum import StrEnum


class Strictness(StrEnum):
    """From the strictest on; each allows what the one before it does, and more.

    ``LAX`` takes a certificate that cannot be verified, ``LEGACY`` protocols and ciphers too that
    are broken by now. Of all that is found the capture says so.
    """

    STRICT = "strict"
    LAX = "lax"
    LEGACY = "legacy"
