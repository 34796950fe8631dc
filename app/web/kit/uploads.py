"""Addresses that take a file: its text, which a handler finds as the field that it came in."""

from base64 import b64encode
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from app.web.kit.route import FIELDS, OneHop

# A file, and what comes with it. Nothing of it is kept longer than it takes to answer.
FILE_BYTES = 4 * 1024 * 1024
BODY_BYTES = FILE_BYTES + 256 * 1024
# What stands for a file that is no text.
NO_TEXT = "\ufffd"


class TakesFile(OneHop):
    """Like any other, but for one file at most, and a longer body."""

    body_bytes = BODY_BYTES

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.app = RequestBodyLimitMiddleware(self.app, self.body_bytes)

    async def typed(self, request: Request) -> FormData:
        sent = await request.form(max_files=1, max_fields=FIELDS, max_part_size=BODY_BYTES)
        typed: list[tuple[str, str | UploadFile]] = [
            (name, value if isinstance(value, str) else self.as_text(await value.read()))
            for name, value in sent.multi_items()
        ]
        await sent.close()
        return FormData(typed)

    @staticmethod
    def as_text(content: bytes) -> str:
        """What stands in the field."""
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return NO_TEXT


class TakesPicture(TakesFile):
    """The file is no text: in the field it stands in Base64 (RFC 4648), as it does where a page has
    it in its form."""

    @staticmethod
    def as_text(content: bytes) -> str:
        return b64encode(content).decode()
