"""Migrations equal the models, and go up, down and up again on filled tables."""

import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from app import tables, wiring
from app.commands import demo, schema, serving
from app.community.threads.models import Post, PostState, Thread, WaitingPost
from app.core import clock, keys
from app.oversight.audit import chain, checking
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Action, Case, CaseState, Decision, Reason
from app.people.members.models import HiddenProfile, Member, Standing
from app.people.organisations.models import Affiliation, Organisation
from app.people.sheets.models import Sheet
from app.people.site.models import Announcement, Audience, Saying
from app.people.subjects import Deed, Given
from tests.conftest import settings_for

# The index of words is made of other tables, and none that SQLAlchemy knows.
COMPARED = {
    "compare_type": True,
    "include_name": lambda name, kind, _parents: kind != "table" or not tables.is_derived(name),
}


@pytest.fixture
def fresh(request, database_url, tmp_path):
    """A house on a database of its own, of the same kind."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/own.db"
    else:
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.new_database())
    house = wiring.open_house(settings_for(tmp_path, url))
    yield house
    house.database.close()


def names(house):
    with house.database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def differences(house):
    """As `alembic check` finds them."""
    with house.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        return compare_metadata(context, tables.metadata())


def of_some_rows():
    """The indexes that are not of all rows, each with the condition as its model says it."""
    for table in tables.metadata().sorted_tables:
        for index in table.indexes:
            if (said := index.dialect_options["sqlite"]["where"]) is not None:
                yield index, said.text


def condition(connection, name):
    """Of which rows an index is, as the database understands it."""
    if connection.dialect.name == "sqlite":
        question = text("SELECT sql FROM sqlite_master WHERE name = :name")
        return connection.scalar(question, {"name": name}).partition(" WHERE ")[2]
    question = text(
        "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = to_regclass(:name)"
    )
    return connection.scalar(question, {"name": name})


def test_an_index_of_some_rows_is_of_those_that_its_model_says(fresh):
    schema.upgrade(fresh.database)
    made, said = {}, {}

    with fresh.database.engine.begin() as connection:
        for index, words in of_some_rows():
            where = (
                words if connection.dialect.name == "sqlite" else words.replace("IS 1", "IS TRUE")
            )
            column = min(column.name for column in index.columns)
            connection.execute(
                text(f"CREATE INDEX said ON {index.table.name} ({column}) WHERE {where}")
            )
            made[index.name], said[index.name] = (
                condition(connection, n) for n in (index.name, "said")
            )
            connection.execute(text("DROP INDEX said"))

    assert made
    assert made == said


def test_the_models_are_what_the_migrations_make(fresh):
    schema.upgrade(fresh.database)

    assert differences(fresh) == []
    with fresh.database.engine.connect() as connection:
        command.check(schema._config(connection))


def test_a_difference_is_noticed(fresh):
    schema.upgrade(fresh.database)
    with fresh.database.engine.begin() as connection:
        connection.execute(text("DROP INDEX threads_latest_idx"))

    assert [found[0] for found in differences(fresh)] == ["add_index"]


def test_filled_tables_go_down_and_up_again(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    before = names(fresh)
    assert set(tables.metadata().tables) < before

    schema.downgrade(fresh.database, "base")
    bare = names(fresh)
    schema.upgrade(fresh.database)

    assert bare == {"alembic_version"}
    assert names(fresh) == before
    assert differences(fresh) == []
    assert demo.load_if_empty(fresh)
    with fresh.database.reading() as session:
        assert session.scalars(select(Post.id)).first() is not None


def test_every_step_goes_down_and_up_on_filled_tables(fresh):
    steps = [s.revision for s in ScriptDirectory.from_config(schema._config(None)).walk_revisions()]
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)

    for revision in steps:
        schema.downgrade(fresh.database, f"{revision}-1" if revision != steps[-1] else "base")
        schema.upgrade(fresh.database, revision)
        schema.downgrade(fresh.database, f"{revision}-1" if revision != steps[-1] else "base")
    schema.upgrade(fresh.database)

    assert differences(fresh) == []


def test_what_ended_is_a_deleted_post_where_endings_are_not_known(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    with fresh.database.changing() as session:
        first, second = session.scalars(select(Post).filter_by(seq=1).limit(2))
        first.state, second.ends_on = PostState.ENDED, clock.today()
        sealed = WaitingPost(
            id=keys.random_id(),
            owner=b"o" * 16,
            submit_key=b"s" * 16,
            due_on=clock.today(),
            due_quarter=3,
            sealed=b"words",
        )
        session.add(sealed)

    schema.downgrade(fresh.database, "0002")
    schema.upgrade(fresh.database)

    with fresh.database.reading() as session:
        posts = [session.get(Post, post.id) for post in (first, second)]
        assert [post.state for post in posts] == [PostState.DELETED, PostState.SHOWN]
        assert [post.ends_on for post in posts] == [None, None]
        assert session.scalars(select(WaitingPost)).all() == []


def test_who_belonged_to_what_is_closed_belongs_to_nothing_where_closing_is_not_known(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    with fresh.database.changing() as session:
        member = session.scalars(select(Member.id)).first()
        for slug, closed in (("mill", clock.today()), ("yard", None)):
            row = Organisation(slug=slug, name=slug, closed=closed)
            session.add(row)
            session.flush()
            session.add(Affiliation(organisation_id=row.id, member_id=member))

    schema.downgrade(fresh.database, "0030")
    schema.upgrade(fresh.database)

    with fresh.database.reading() as session:
        left = session.scalars(
            select(Organisation.slug).join(
                Affiliation, Affiliation.organisation_id == Organisation.id
            )
        )
        assert left.all() == ["yard"]


def test_who_waits_to_be_let_in_confirms_her_address_anew_where_waiting_is_not_known(fresh):
    schema.upgrade(fresh.database)
    with fresh.database.changing() as session:
        said = {"handle": "wren", "name": "wren", "email": "wren@example.org", "password": ""}
        session.add(Member(**said, standing=Standing.WAITING))

    schema.downgrade(fresh.database, "0036")
    schema.upgrade(fresh.database)

    with fresh.database.reading() as session:
        assert session.scalars(select(Member.standing)).all() == [Standing.UNVERIFIED]


def test_what_administrators_wrote_stays_announced_where_nothing_else_is_known(fresh):
    schema.upgrade(fresh.database)
    days = {"audience": Audience.MEMBERS, "begins": clock.today(), "ends": clock.today()}
    with fresh.database.changing() as session:
        session.add(Announcement(words="We move.", **days))
        session.add(Announcement(words="", saying=Saying.RULES, **days))

    schema.downgrade(fresh.database, "0046")
    schema.upgrade(fresh.database)

    with fresh.database.reading() as session:
        [left] = session.scalars(select(Announcement))
        assert (left.words, left.saying) == ("We move.", Saying.OWN)


def test_upgrading_twice_changes_nothing(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)

    schema.upgrade(fresh.database)

    assert not demo.load_if_empty(fresh)


def test_rows_without_a_number_stay_in_the_order_of_their_key(fresh):
    schema.upgrade(fresh.database)
    schema.downgrade(fresh.database, "base")
    schema.upgrade(fresh.database)

    wanted = {
        name
        for name, table in tables.metadata().tables.items()
        if table.dialect_options["sqlite"]["with_rowid"] is False
    }
    assert len(wanted) > 8
    if fresh.database.is_sqlite:
        with fresh.database.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master").all()
        made = {name for name, sql in rows if (sql or "").rstrip().endswith("WITHOUT ROWID")}
        made = {name for name in made if not tables.is_derived(name)}
        assert made == wanted


def test_entries_from_before_the_chain_are_sealed_at_the_next_start(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    schema.downgrade(fresh.database, "0008-1")
    with fresh.database.engine.begin() as connection:
        mona = connection.scalar(select(Member.__table__.c.id).filter_by(handle="mona"))
        put = "INSERT INTO audit_entries (id, actor_id, verb, subject_kind, subject_id, day) VALUES"
        actor = mona.hex if fresh.database.is_sqlite else mona
        for number, verb, day in ((7, "lock", "2026-02-02"), (9, "pin", "2026-02-01")):
            connection.execute(
                text(f"{put} (:id, :actor, :verb, 'thread', 'abc', :day)"),
                {"id": number, "actor": actor, "verb": verb, "day": day},
            )

    serving.prepare(fresh)

    with fresh.database.reading() as session:
        entries = session.scalars(select(Entry).order_by(Entry.n)).all()
    assert [(entry.n, entry.verb) for entry in entries] == [(1, "pin"), (2, "lock")]
    assert {entry.actor for entry in entries} == {chain.name(fresh.ring, mona)}
    assert checking.check(fresh.database, fresh.ring).entries == 2
    assert not checking.check(fresh.database, fresh.ring).broken


def test_the_log_goes_down_as_far_as_it_can_say_who(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    with fresh.database.changing() as session:
        mona = session.scalars(select(Member).filter_by(handle="mona")).one()
        entry = Entry(n=1, actor=mona.id.bytes, verb="pin", subject_kind="t", subject_id="a")
        sealed = Entry(n=2, actor=b"a" * 16, verb="lock", subject_kind="t", subject_id="b")
        sealed.hash = b"h" * 32
        session.add_all([entry, sealed])

    schema.downgrade(fresh.database, "0008-1")
    with fresh.database.engine.connect() as connection:
        plain = connection.execute(text("SELECT verb FROM audit_entries")).all()
    schema.upgrade(fresh.database)

    assert plain == [("pin",)]
    with fresh.database.reading() as session:
        [kept] = session.scalars(select(Entry))
    assert (kept.n, kept.actor, kept.verb) == (1, mona.id.bytes, "pin")
    assert differences(fresh) == []


def test_what_was_hidden_of_a_profile_moves_to_where_its_owner_can_mend_it(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    profiles = fresh.subjects.of_kind("profile")
    with fresh.database.changing() as session:
        mona = session.scalars(select(Member).filter_by(handle="mona")).one()
        amina = session.scalars(select(Member).where(Member.bio != "")).first()
        said = amina.name, amina.pronouns, amina.bio
        about = Case(
            kind="profile", subject=amina.id.hex, open_key=None, reason=Reason.UNKIND, urgency=30
        )
        about.state, about.author_id = CaseState.DECIDED, amina.id
        before = profiles.do(session, amina.id.hex, Deed.HIDE, Given())
        session.add(about)
        session.flush()
        made = Decision(
            id=keys.random_id(),
            case_id=about.id,
            action=Action.HIDE,
            reason=Reason.UNKIND,
            statement="No.",
            decider_id=mona.id,
            before=before,
        )
        session.add(made)

    schema.downgrade(fresh.database, "0009-1")
    with fresh.database.engine.connect() as connection:
        kept = connection.execute(select(Decision.__table__.c.before)).scalars().all()
    schema.upgrade(fresh.database)

    assert json.dumps(said) in kept
    with fresh.database.reading() as session:
        hidden = session.scalars(select(HiddenProfile)).one()
        assert (hidden.name, hidden.pronouns, hidden.bio) == said
        assert session.get(Decision, made.id).before == "hidden"
    assert differences(fresh) == []


def test_sheets_stay_where_they_are_and_no_title_is_taken_for_a_page(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    number = keys.random_id()
    with fresh.database.changing() as session:
        session.add(Sheet(id=number, sealed=b"words"))
        session.scalars(select(Thread)).first().slug = "share"

        before = {row.id: row.sealed for row in session.scalars(select(Sheet))}

    schema.downgrade(fresh.database, "0018-1")
    with fresh.database.engine.connect() as connection:
        kept = connection.execute(text("SELECT id, sealed FROM evidence")).all()
    schema.upgrade(fresh.database)

    assert {row.id: bytes(row.sealed) for row in kept} == before
    assert before[number] == b"words"
    with fresh.database.reading() as session:
        assert session.get(Sheet, number).sealed == b"words"
        assert session.scalars(select(Thread).filter_by(slug="share")).all() == []
    assert differences(fresh) == []


def test_threads_from_before_know_on_which_day_they_were_opened(fresh):
    schema.upgrade(fresh.database)
    assert demo.load_if_empty(fresh)
    with fresh.database.changing() as session:
        session.add(Sheet(id=keys.random_id(), sealed=b"words"))

    schema.downgrade(fresh.database, "0011-1")
    schema.upgrade(fresh.database)

    with fresh.database.reading() as session:
        opened = select(Thread.opened_day, Post.day).join(Post, Post.thread_id == Thread.id)
        pairs = session.execute(opened.where(Post.seq == 1)).all()
        assert session.scalars(select(Sheet)).all() == []
    assert len(pairs) > 10
    assert all(known == day for known, day in pairs)
    assert differences(fresh) == []
