"""The passing file in which what was read is sorted, so that any order will do and memory is small.

It is SQLite's own temporary file: it has no name, and it goes with the process however that ends.
Who wrote without her name is not in it: a reader of files lets go of that first.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

CACHE_KB = 32_000

# `known_as`: by which others call her there. `part`: words too long for one post come as several.
# `at` is a moment as text; of what is `anonymous` it serves the order alone, and no author stands
# there. `mask` is the same for the posts of one pseudonym in one thread.
TABLES = """
CREATE TABLE members (
    id TEXT PRIMARY KEY, line INT, known_as TEXT, handle TEXT, name TEXT, email TEXT,
    pronouns TEXT, bio TEXT,
    joined TEXT, circles TEXT, hosts TEXT, ours TEXT, named TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX members_email ON members (email) WHERE email <> '';
CREATE TABLE circles (
    id TEXT PRIMARY KEY, line INT, slug TEXT, name TEXT, summary TEXT, about TEXT, guidelines TEXT,
    visibility TEXT, anonymity TEXT, ours INT
) WITHOUT ROWID;
CREATE TABLE threads (
    id TEXT PRIMARY KEY, line INT, circle TEXT, title TEXT, lead TEXT, intent TEXT, pinned INT,
    locked INT
) WITHOUT ROWID;
CREATE TABLE posts (
    id TEXT, part INT, line INT, thread TEXT, number INT, author TEXT, mask TEXT, label TEXT,
    at TEXT, anonymous INT, body TEXT, reply_to TEXT, note TEXT, advice INT, edited TEXT, gone INT,
    PRIMARY KEY (id, part)
) WITHOUT ROWID;
CREATE TABLE reactions (
    post TEXT, kind TEXT, who BLOB, n INT, line INT, PRIMARY KEY (post, kind, who)
) WITHOUT ROWID;
"""

# In a circle every post has a place: by its moment, and what has a day alone at that day's end.
RANKED = """
CREATE INDEX posts_thread ON posts (thread, number, at, line, part);
CREATE TEMP TABLE places AS
SELECT posts.thread, row_number() OVER (
    PARTITION BY threads.circle
    ORDER BY CASE WHEN anonymous THEN substr(at, 1, 10) || '~' ELSE at END, posts.thread
) AS place
FROM posts JOIN threads ON threads.id = posts.thread;
CREATE TABLE stretches AS
SELECT thread, min(place) AS first, max(place) AS last, count(*) AS posts
FROM places GROUP BY thread;
DROP TABLE places;
CREATE INDEX stretches_thread ON stretches (thread);
"""


class Sorting:
    """What was read, to be asked for in whichever order it is needed."""

    def __init__(self, line: sqlite3.Connection) -> None:
        self._line = line

    def add(self, table: str, **row: Any) -> bool:
        """Add the row; False where its key is there already."""
        names = ", ".join(row)
        places = ", ".join("?" * len(row))
        asked = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # ours
        return self._line.execute(asked, tuple(row.values())).rowcount == 1

    def put(self, table: str, row: Mapping[str, str | None]) -> None:
        """Add a row of a table whose columns may be named like words of SQL."""
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join("?" * len(row))
        asked = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # ours
        self._line.execute(asked, tuple(row.values()))

    def run(self, asked: str, *given: Any) -> int:
        """Change what is here. Returns how many rows that were."""
        return self._line.execute(asked, given).rowcount

    def script(self, asked: str) -> None:
        """Several statements, one after the other."""
        self._line.executescript(f"{asked}; BEGIN")

    def all(self, asked: str, *given: Any) -> Iterator[sqlite3.Row]:
        """One row after the other, as they are asked for."""
        return self._line.execute(asked, given)

    def one(self, asked: str, *given: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._line.execute(asked, given).fetchone()
        return found

    def number(self, asked: str, *given: Any) -> int:
        return int(self._line.execute(asked, given).fetchone()[0])

    def rank(self) -> None:
        """Everything is read: give each thread its stretch of the circle's counter."""
        self.script(RANKED)


@contextmanager
def sorting() -> Iterator[Sorting]:
    # The empty name is a file without one, which SQLite removes as soon as it is open.
    with closing(sqlite3.connect("", isolation_level=None)) as line:
        line.row_factory = sqlite3.Row
        line.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            f"PRAGMA cache_size = -{CACHE_KB}; {TABLES} BEGIN;"
        )
        yield Sorting(line)
