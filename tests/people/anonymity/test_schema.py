"""What the tables may not hold, so that no copy of them joins a member to what she hides."""

import pytest
from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table, Uuid, inspect

from app import tables
from app.core.columns import BIG, Minute
from tests import dump

TABLES = sorted(tables.metadata().tables)
WITHOUT_TIMES = (
    *("voices", "reactions", "read_bundles", "sessions", "waiting_posts"),
    *("memberships", "greeters", "account_tokens", "members"),
    *("closures", "former_handles", "removal_queue"),
    *("reports", "recusals", "decisions", "appeals", "case_messages"),
    *("member_sanctions", "voice_sanctions", "asker_sanctions", "bells", "blocks", "shields"),
    *("letterboxes", "conversations", "messages", "handed_messages"),
    *("recommendations", "introductions", "introduction_boxes", "handed_introductions"),
    *("held_posts", "removed_texts", "sheets"),
    *("mentorships", "mentorship_courses", "mentorship_entries"),
    *("mentoring_groups", "group_seats"),
    *("resources", "resources_helped", "resource_notes"),
    *("resource_collections", "collected_resources"),
    *("organisations", "organisation_domains", "organisation_invitations"),
    *("affiliations", "enrolments", "matches", "programme_reports", "team_words"),
    *("mail_refusals", "circle_counts", "notification_choices", "notifications"),
    *("mentor_profiles", "mentoring_answers", "mentoring_requests"),
    *("meetings", "calendars"),
    *("watched_links", "link_places"),
    *("joining_requests", "joining_invitations"),
    *("site_settings", "site_help_lines", "last_done", "announcements"),
    *("webhooks", "webhook_states", "site_rules", "site_looks"),
    *("opportunity_watches", "opportunity_answered", "opportunity_reality"),
)
BLIND = 16


def members_and_blinds(table):
    """Whether a table has a column that names a member, and one that is blind."""
    member = any(isinstance(c.type, Uuid) for c in table.columns) or any(
        key.column.table.name == "members" for key in table.foreign_keys
    )
    blind = any(isinstance(c.type, LargeBinary) and c.type.length == BLIND for c in table.columns)
    return member, blind


def times(table):
    return [c.name for c in table.columns if isinstance(c.type, (DateTime, Minute))]


def has_integer_id(table):
    keys = list(table.primary_key.columns)
    return [c.name for c in keys] == ["id"] and not isinstance(keys[0].type, Uuid)


@pytest.mark.parametrize("name", TABLES)
def test_no_table_has_a_member_beside_a_blind_value(name):
    table = tables.metadata().tables[name]

    both = all(members_and_blinds(table))

    assert both is (name in {"posts", "held_posts", "mentoring_requests"})


def test_a_post_is_a_members_or_a_voices(session, make, circle, amina):
    from sqlalchemy import update
    from sqlalchemy.exc import IntegrityError

    from app.community.threads.models import Post
    from app.core import clock

    named = make.post(make.thread(circle, amina))
    voiced = make.post(make.thread(circle, None))

    for post, change in [
        (named, {"voice": b"0" * 16}),
        (named, {"author_id": None}),
        (voiced, {"author_id": amina.id}),
        (voiced, {"voice": None}),
        (voiced, {"at": clock.minute()}),
    ]:
        with pytest.raises(IntegrityError):
            session.execute(update(Post).filter_by(id=post.id).values(**change))
        session.rollback()


def test_a_request_to_a_mentor_is_a_members_or_nobodys(session, make, amina, bea, stella):
    from sqlalchemy import update
    from sqlalchemy.exc import IntegrityError

    from app.mentoring.requests.models import Request
    from tests.mentoring import making

    making.mentor(make, amina)
    named, veiled = (
        making.asks(make, bea, amina),
        making.asks(make, stella, amina, anonymous=True),
    )

    for request_id, change in [
        (named, {"owner": b"0" * 16}),
        (named, {"asker_id": None}),
        (veiled, {"asker_id": stella.id}),
        (veiled, {"owner": None}),
    ]:
        with pytest.raises(IntegrityError):
            session.execute(update(Request).filter_by(id=request_id).values(**change))
        session.rollback()


@pytest.mark.parametrize("name", WITHOUT_TIMES)
def test_it_knows_no_time_of_day(name):
    assert times(tables.metadata().tables[name]) == []


def test_a_case_knows_one_time_that_of_a_claim():
    assert times(tables.metadata().tables["cases"]) == ["claimed_until"]


@pytest.mark.parametrize(
    "name", [n for n in TABLES if not has_integer_id(tables.metadata().tables[n])]
)
def test_its_rows_lie_in_the_order_of_their_key(house, session, name):
    assert tables.metadata().tables[name].dialect_options["sqlite"]["with_rowid"] is False
    if house.database.is_sqlite:
        sql = "SELECT sql FROM sqlite_master WHERE name = ?"
        [(made,)] = session.connection().exec_driver_sql(sql, (name,)).all()
        assert made.rstrip().endswith("WITHOUT ROWID")


@pytest.mark.parametrize("name", TABLES)
def test_nothing_counts_up(house, session, name):
    columns = inspect(session.connection()).get_columns(name)

    assert not [c["name"] for c in columns if "nextval" in str(c.get("default"))]
    assert not [c["name"] for c in columns if c.get("identity")]
    if house.database.is_sqlite:
        sql = "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
        assert session.connection().exec_driver_sql(sql).scalar() == 0


def test_a_copy_does_not_show_in_what_order_things_came(house, session, make, circle):
    """On SQLite the order is the key's; PostgreSQL's is the backup command's to make."""
    from app.community.threads.models import Post, Thread

    threads = [make.thread(circle, None) for _ in range(40)]
    ids = [thread.id for thread in threads]

    assert ids != sorted(ids)
    assert all(0 < i < 2**63 for i in ids)
    # Random ids lie far apart: forty of them never share their upper bits.
    assert len({i >> 40 for i in ids}) == 40
    if house.database.is_sqlite:
        copied = dump.of(session)
        for table in (Thread.__table__, Post.__table__):
            stands = [row[0] for row in copied[table.name]]
            assert stands == sorted(stands)
        tokens = [(row[0], row[1]) for row in copied["voices"]]
        assert tokens == sorted(tokens)


def table(*columns, **options):
    return Table("t", MetaData(), *columns, **options)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            table(
                Column("id", BIG, primary_key=True),
                Column("who", Uuid),
                Column("token", LargeBinary(16)),
            ),
            (True, True),
        ),
        (
            table(Column("who", Uuid, primary_key=True), Column("seed", LargeBinary(32))),
            (True, False),
        ),
        (table(Column("token", LargeBinary(16), primary_key=True)), (False, True)),
    ],
)
def test_the_rule_sees_what_breaks_it(found, expected):
    assert members_and_blinds(found) == expected
    assert times(table(Column("at", Minute), Column("then", DateTime))) == ["at", "then"]
    assert has_integer_id(table(Column("id", BIG, primary_key=True)))
    assert not has_integer_id(table(Column("id", Uuid, primary_key=True)))
