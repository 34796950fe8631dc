"""The index is made of what is there: after an upgrade, after a restoring, and only then."""

import pytest
from sqlalchemy import update

from app.commands import backup_deeds, serving
from app.community.threads.events import ThreadMoved
from app.oversight.search import filling, index
from app.oversight.search.rows import Asked
from app.people.members.models import Member
from tests.oversight.search.finding import found


@pytest.fixture
def lived_in(make, circle, amina, session):
    make.thread(circle, amina, title="Gardens", replies=[(None, "Marigold")] * 3)
    session.execute(update(Member).where(Member.id == amina.id).values(findable=True))
    session.commit()


def clear(house):
    with house.database.changing() as session:
        index.clear(session)


def test_an_empty_index_is_filled_at_the_start(web, house, lived_in, bea):
    clear(house)
    assert found(web.as_(bea), "marigold") == []

    serving.prepare(house)

    assert len(found(web, "marigold")) == 3
    assert found(web, "amina") == ["Amina"]


def test_one_that_is_filled_stays_as_it_is(web, house, lived_in, bea):
    assert filling.fill_if_empty(house.database, house.searched) == 0
    assert len(found(web.as_(bea), "marigold")) == 3
    assert filling.fill_anew(house.database, house.searched) == 5
    assert len(found(web, "marigold")) == 3


def test_what_is_interrupted_begins_anew(web, house, lived_in, bea):
    class Breaking:
        kind = "breaking"

        def all(self, _session):
            raise RuntimeError

    clear(house)
    with pytest.raises(RuntimeError):
        filling.fill_if_empty(house.database, [*house.searched, Breaking()])

    with house.database.reading() as session:
        assert index.is_empty(session)
    assert filling.fill_if_empty(house.database, house.searched) == 5


def test_a_backup_holds_nothing_of_the_index(house, lived_in, tmp_path):
    path = backup_deeds.write(house, tmp_path / "backups")

    assert not [name for name in backup_deeds.verify(path) if name.startswith("search")]


def test_many_rows_go_in_and_out(house, make, circle, bea):
    thread = make.thread(circle, bea, replies=[(None, f"Marigold {n}") for n in range(120)])
    posts, *_others = house.searched
    with house.database.changing() as session:
        touched = posts.touched(session, ThreadMoved(thread_id=thread.id, circle_id=circle.id))
        index.remove(session, posts.kind, touched.ids)
    with house.database.reading() as session:
        assert index.is_empty(session)
        assert index.find(session, Asked((("marigold",),))).rows == []
