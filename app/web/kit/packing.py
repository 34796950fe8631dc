"""How an answer is packed on its way to the browser: RFC 9110 (12.5.3), RFC 8878 for zstd."""

import re
import sys
import zlib
from dataclasses import dataclass, field

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_LEVEL = 6
# A page of a thread is as long as with gzip at its level, after a third of the time.
ZSTD_LEVEL = 5
# In the order in which we like them.
CODINGS = ("zstd", "gzip")
_NEVER = re.compile(r"q=0(\.0*)?$")


@dataclass(frozen=True)
class FinishedPage:
    """Bytes of a page, packed in a way when it is first asked for so."""

    body: bytes
    _ways: dict[str, bytes] = field(default_factory=dict)

    def packed(self, how: str) -> bytes:
        """`how` is one of `CODINGS`."""
        if how not in self._ways:
            zipped = zstd.compress(self.body, ZSTD_LEVEL) if how == "zstd" else gzip(self.body)
            self._ways[how] = zipped
        return self._ways[how]


def gzip(content: bytes, level: int = GZIP_LEVEL) -> bytes:
    packer = zlib.compressobj(level, wbits=31)
    return packer.compress(content) + packer.flush()


def taken(accepted: str) -> list[str]:
    """Those of `CODINGS` that a browser says it takes (its `Accept-Encoding`), in our order."""
    parts = (part.partition(";") for part in accepted.lower().split(","))
    names = {name.strip() for name, _, weight in parts if not _NEVER.match(weight.strip())}
    return [each for each in CODINGS if each in names]
