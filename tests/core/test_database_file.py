"""What was deleted is gone from the disk, not only from the tables."""

import random
from pathlib import Path

from sqlalchemy import delete, func, insert

from app.core import clock
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


def test_words_that_moved_before_they_were_deleted_leave_the_file_when_it_is_written_anew(tmp_path):
    """Rows that come in between push others to new pages, and their copies stay on the old ones."""
    database = Database(f"sqlite:///{tmp_path}/house.db")
    Base.metadata.create_all(database.engine)
    chance, now = random.Random(7), clock.minute()
    with database.changing() as session:
        for n in range(400):
            words = (b"stays", CANARY)[n % 2] * chance.randint(1, 9)
            session.execute(insert(Job).values(id=chance.getrandbits(62), due=now, sealed=words))
    with database.changing() as session:
        session.execute(delete(Job).where(func.instr(Job.sealed, CANARY) > 0))
    database.settle()
    assert CANARY in on_disk(tmp_path)

    database.rewrite()

    assert CANARY not in on_disk(tmp_path)
    database.close()
