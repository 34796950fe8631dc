"""What was deleted is gone from the disk, not only from the tables."""

from pathlib import Path

from sqlalchemy import delete

from app.core.db import Base, Database
from app.core.outbox import Job

CANARY = b"a canary that sang of what she had deleted"


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_deleted_words_leave_the_file_and_its_log(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/house.db")
    Base.metadata.create_all(database.engine)
    with database.changing() as session:
        session.add(Job(sealed=CANARY))
    assert CANARY in on_disk(tmp_path)

    with database.changing() as session:
        session.execute(delete(Job))
    database.settle()

    assert CANARY not in on_disk(tmp_path)
    database.close()
