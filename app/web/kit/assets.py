"""Static files: each under a name that holds its hash, so that a browser may keep it for a year.

The stylesheets are joined into one in the order of `static/css/ORDER`; there is no build step. What
they and the scripts say to those who work on them, and how they are laid out, stays here: it would
be four kilobytes of the 68 that a first visit would fetch.
"""

import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2s
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.core.settings import STATIC
from app.web.kit import packing

JOINED = "site.css"
BEST = 9
PACKED_TYPES = (".css", ".js", ".svg", ".txt")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s*([{};,])\s*|\s+")
SERVED = {".js", ".svg", ".woff2", ".txt", ".ico", ".png"}


@dataclass(frozen=True)
class Asset:
    content: bytes
    packed: bytes
    media_type: str


class Shelf:
    """All static files in memory, by hashed name."""

    def __init__(self, folder: Path) -> None:
        self._named: dict[str, Asset] = {}
        self._names: dict[str, str] = {}
        for path in sorted(p for p in folder.rglob("*") if p.suffix in SERVED):
            content = path.read_bytes()
            content = _spare(content) if path.suffix == ".js" else content
            self._add(path.relative_to(folder).as_posix(), content)
        self._add(JOINED, self._stylesheet(folder / "css").encode())

    def address(self, name: str) -> str:
        """The path of a static file. Raises KeyError for one that does not exist."""
        return f"/static/{self._names[name]}"

    def find(self, hashed: str) -> Asset | None:
        return self._named.get(hashed)

    def _add(self, name: str, content: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        hashed = f"{stem}.{blake2s(content, digest_size=3).hexdigest()}{dot}{ending}"
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = packing.gzip(content, BEST) if name.endswith(PACKED_TYPES) else b""
        self._names[name] = hashed
        self._named[hashed] = Asset(content, packed, media_type)

    def _stylesheet(self, folder: Path) -> str:
        order = (folder / "ORDER").read_text().split()
        css = "\n".join((folder / f"{name}.css").read_text() for name in order)
        css = SPACE.sub(lambda found: found[1] or " ", COMMENT.sub("", css))
        return re.sub(r"url\(([\w./-]+)\)", lambda found: f"url({self.address(found[1])})", css)


@cache
def shelf() -> Shelf:
    return Shelf(STATIC)


class Serving:
    """The ASGI application below /static."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        asset = shelf().find(request.path_params["path"])
        if asset is None or request.method not in {"GET", "HEAD"}:
            answer = Response("There is no such file.\n", 404, media_type="text/plain")
        else:
            ways = packing.taken(request.headers.get("accept-encoding", ""))
            answer = _answer(asset, packed="gzip" in ways)
        await answer(scope, receive, send)


def _answer(asset: Asset, *, packed: bool) -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if packed and asset.packed:
        return Response(asset.packed, 200, headers | {"Content-Encoding": "gzip"}, asset.media_type)
    return Response(asset.content, 200, headers, asset.media_type)


def _spare(script: bytes) -> bytes:
    """Without the lines that are comments, and without indentation."""
    lines = (line.strip() for line in script.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))
