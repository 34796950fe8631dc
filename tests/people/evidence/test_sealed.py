"""What the table tells to whoever has all of it, on every night: how many sheets there are."""

from dataclasses import replace

import pytest
from sqlalchemy import inspect, update

from app.core import keys
from app.core.keys import Broken
from app.people.evidence import drawers
from app.people.evidence.drawers import Entry, Words
from app.people.members.models import MemberSecret
from app.people.sheets import personal_data
from app.people.sheets.drawers import MOST
from app.people.sheets.models import Sheet
from app.web.kit.addresses import url
from tests import dump
from tests.people.members.leaving import after, close, sign_in

CANARY = "a canary that nobody reads"


@pytest.fixture
def drawer_of(make):
    def drawer_of(member):
        with make._as(member) as (_session, viewer):
            return drawers.drawer(viewer, make.house.ring)

    return drawer_of


def test_a_row_is_a_number_and_what_is_sealed(session):
    columns = {c["name"] for c in inspect(session.connection()).get_columns("sheets")}

    assert columns == {"id", "sealed"}


def test_no_table_holds_a_word_of_it(session, make, amina):
    make.evidence(amina, CANARY, who=CANARY, change=CANARY)

    assert dump.holding(session, CANARY) == []


def test_nothing_in_two_rows_is_the_same(make, rows, amina, bea):
    for who in (amina, amina, bea):
        make.evidence(who, CANARY)

    found = rows()

    assert len({number >> 40 for number in found}) == 3
    assert len({sealed[:12] for sealed in found.values()}) == 3
    assert len({sealed[-16:] for sealed in found.values()}) == 3


def test_a_length_tells_nothing_of_most_and_little_of_any(make, rows, amina):
    for words in ("Yes", "I spoke. " * 60, "I spoke. " * 800):
        make.evidence(amina, words)

    lengths = sorted(len(sealed) - 56 for sealed in rows().values())

    assert lengths == [1024, 1024, 8192]


def test_changing_and_taking_out_do_not_show_in_length_or_number(web, make, rows, amina):
    entry = make.evidence(amina, "I spoke. " * 800)
    before = rows()

    web.as_(amina).post(url("edit_evidence", entry_id=entry.id), what="Short")
    changed = rows()
    web.post(url("delete_evidence", entry_id=entry.id))
    gone = rows()
    make.evidence(amina, "New")

    for now in (changed, gone, rows()):
        assert now.keys() == before.keys()
        assert [len(sealed) for sealed in now.values()] == [len(s) for s in before.values()]
    assert len({before[entry.id], changed[entry.id], gone[entry.id]}) == 3


def test_the_key_without_her_seed_opens_nothing(house, make, rows, amina, bea, drawer_of):
    entry = make.evidence(amina, CANARY)

    with pytest.raises(Broken):
        drawer_of(bea).opened(entry.id, rows()[entry.id])
    about = keys.number(entry.id)
    inner = house.ring.seal("evidence-wrap/v1").open(rows()[entry.id], about)
    assert CANARY.encode() not in inner
    for purpose in ("evidence/v1", "evidence-wrap/v1"):
        with pytest.raises(Broken):
            house.ring.seal(purpose).open(inner, about)


def test_her_seed_without_the_key_opens_nothing(make, rows, session, amina):
    from app.people.anonymity.vault import Me

    entry = make.evidence(amina, CANARY)
    seed = session.get(MemberSecret, amina.id).seed
    another = replace(make.house.ring, app=keys.random_bytes(32))

    with pytest.raises(Broken):
        Me(another, seed).evidence_seal().open(rows()[entry.id], keys.number(entry.id))
    assert Me(another, seed).evidence_key() != Me(make.house.ring, seed).evidence_key()


def test_a_sheet_that_is_put_in_the_place_of_another_is_none(make, session, amina, file_of):
    one, other = (make.evidence(amina, words) for words in ("One", "Other"))
    session.execute(
        update(Sheet)
        .where(Sheet.id == one.id)
        .values(sealed=session.get(Sheet, other.id, populate_existing=True).sealed)
    )
    session.commit()

    assert [entry.words.what for entry in file_of(amina)] == ["Other"]


def test_a_damaged_sheet_hides_no_other_and_is_not_written_over(web, make, session, amina, rows):
    first = make.evidence(amina, "First")
    make.evidence(amina, "Second")
    session.execute(update(Sheet).where(Sheet.id == first.id).values(sealed=b"torn"))
    session.commit()

    page = web.as_(amina).get("/evidence").text
    make.evidence(amina, "Third")

    assert "Second" in page
    assert web.as_(amina).get(url("edit_evidence", entry_id=first.id)).status_code == 404
    assert rows()[first.id] == b"torn"
    assert len(rows()) == 3


def test_blank_sheets_are_used_again_and_the_file_has_no_gap(web, make, amina, rows, file_of):
    entries = [make.evidence(amina, f"Entry {n}") for n in range(70)]
    web.as_(amina)
    for entry in entries[:66]:
        web.post(url("delete_evidence", entry_id=entry.id))

    assert [e.words.what for e in file_of(amina)] == [f"Entry {n}" for n in (69, 68, 67, 66)]
    again = make.evidence(amina, "Again")
    assert again.id == entries[0].id
    assert len(rows()) == 70
    assert file_of(amina)[0].words.what == "Again"


def test_two_at_the_same_moment_cannot_be_put_on_one_sheet(session, make, amina, drawer_of):
    """The number is the key of the table: the second is refused, and told so."""
    from sqlalchemy.exc import IntegrityError

    entry = make.evidence(amina, "First")

    session.add(Sheet(id=entry.id, sealed=b"second"))
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


def fill(make, amina, bea):
    hers = [make.evidence(amina, f"Hers {n}").id for n in range(3)]
    others = [make.evidence(bea, f"Bea’s {n}").id for n in range(3)]
    return hers, others


def test_when_she_has_left_her_sheets_are_noise_and_no_copy_tells_which(
    web, house, make, rows, amina, bea, file_of, drawer_of
):
    hers, others = fill(make, amina, bea)
    own = drawer_of(amina)
    close(web, amina)
    before = rows()
    assert all(own.opened(number, before[number])[0] for number in hers)

    after(house)

    now = rows()
    assert now.keys() == before.keys()
    assert [len(now[n]) for n in now] == [len(before[n]) for n in now]
    assert all(now[number] != before[number] for number in now)
    for number in hers:
        with pytest.raises(Broken):
            own.opened(number, now[number])
    assert {entry.id for entry in file_of(bea)} == set(others)
    assert [entry.words.what for entry in file_of(bea)] == ["Bea’s 2", "Bea’s 1", "Bea’s 0"]


def test_who_comes_back_has_her_file(web, session, amina, entry, file_of):
    close(web, amina)

    web.post(sign_in(web).headers["location"])
    session.refresh(amina)

    assert file_of(amina) == [entry]


def test_who_closed_before_there_were_any_files_leaves_none(make, session, house, amina, rows):
    entry = make.evidence(amina)

    with house.database.changing() as deed:
        personal_data.erase(deed, house.ring, [])

    assert set(rows()) == {entry.id}


def test_all_sheets_are_sealed_anew_however_many(monkeypatch, house, make, rows, amina, bea):
    monkeypatch.setattr(personal_data, "AT_ONCE", 2)
    fill(make, amina, bea)
    before = rows()

    with house.database.changing() as deed:
        personal_data.erase(deed, house.ring, [keys.random_bytes(32)])

    now = rows()
    assert all(now[number] != before[number] for number in now)


def test_a_number_leads_to_nobody_without_the_key(make, drawer_of, amina, bea):
    """They are computed from her seed and lie as far apart as random ones."""
    numbers = drawer_of(amina).numbers(0, MOST)

    assert len(set(numbers)) == MOST
    assert all(0 < number < 2**63 for number in numbers)
    assert set(numbers).isdisjoint(drawer_of(bea).numbers(0, MOST))


def test_what_is_packed_is_what_is_opened(drawer_of, amina):
    from app.core import clock

    own = drawer_of(amina)
    entry = Entry(7, 3, clock.today(), "ab", Words("“Ich” – 字 🧵\n" * 400, "w", "c", "2026-03"))

    found, size = own.opened(7, own.closed(7, entry))

    assert found == entry
    assert size == 16384


def test_nothing_of_hers_moves_but_one_sheet(web, session, make, amina, entry):
    """No row of hers in any other table says that she was here."""
    page = web.as_(amina).get("/evidence/new")
    before = dump.of(session)

    web.send(page, "/evidence/new", what=CANARY)

    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"sheets"}
