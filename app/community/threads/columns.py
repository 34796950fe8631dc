"""The type of a column that threads alone have."""

from typing import ClassVar

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from app.community.threads import wording


class Title(TypeDecorator[str]):
    """A title that is ours, as that of a deleted thread, comes back as a message: each reader gets
    it in her own language."""

    impl = String(200)
    cache_ok = True
    _ours: ClassVar = {str(title): title for title, _ in wording.TITLES.values()}

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return value and str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return self._ours.get(value, value) if value else value
