"""What a PostgreSQL server is set to do that would undo what members are promised."""

from collections.abc import Callable

from sqlalchemy import text

from app.core.db import Database

_WRONG: dict[str, tuple[Callable[[str], bool], str]] = {
    "track_commit_timestamp": (
        lambda value: value == "on",
        "it keeps the exact moment at which each row was written. Set it to off.",
    ),
    "archive_mode": (
        lambda value: value != "off",
        "its archive keeps the order of all that was written, and what was deleted. Set it to off.",
    ),
    "log_statement": (
        lambda value: value in {"mod", "all"},
        "its log keeps when who wrote, and sometimes what. Set it to none or ddl.",
    ),
    "log_min_duration_statement": (
        lambda value: value != "-1",
        "its log keeps when slow statements ran. Set it to -1.",
    ),
    "log_min_duration_sample": (
        lambda value: value != "-1",
        "its log keeps when some statements ran. Set it to -1.",
    ),
    "log_parameter_max_length_on_error": (
        lambda value: value != "0",
        "its log keeps the words of what failed. Set it to 0.",
    ),
}


def advice(database: Database) -> list[str]:
    """A sentence for each setting that should be another; none for SQLite."""
    if database.is_sqlite:
        return []
    with database.reading() as session:
        found = session.execute(text("SELECT name, setting FROM pg_settings"))
        present = {name: value for name, value in found if name in _WRONG}
    return [
        f"PostgreSQL has {name} = {value}: {_WRONG[name][1]}"
        for name, value in sorted(present.items())
        if _WRONG[name][0](value)
    ]
