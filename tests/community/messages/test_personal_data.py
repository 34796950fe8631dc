"""Her copy of her messages, and what becomes of them when she leaves."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from app.community.messages.models import Conversation, HandedOver, LetterboxRow, Message
from app.core.keys import base32
from app.people import leaving
from app.people.members.models import Fate
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.make import PASSWORD
from tests.people.members.leaving import after


@pytest.fixture
def path(make, amina, bea):
    here = make.conversation(amina, bea, "Words of hers", "Words of the other", "Taken back")
    return url("conversation", conversation_id=here)


def copy_of(web, member):
    page = web.as_(member).get(url("export"))
    answer = web.send(page, url("export"), password=PASSWORD)
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_her_copy_has_both_sides_as_she_reads_them(web, path, amina, bea):
    web.as_(amina).post(f"{path}/3/take-back")
    files = copy_of(web, amina)

    [exchange] = json.loads(files.read("data.json"))["messages"]
    assert exchange["to"] == "Bea"
    assert [(one["by"], one["text"]) for one in exchange["messages"]] == [
        ("you", "Words of hers"),
        ("Bea", "Words of the other"),
        ("you", ""),
    ]
    page = files.read("index.html").decode()
    assert "Words of the other" in page
    assert json.loads(files.read("data.json"))["door"] == {"who": "all", "lets": ["Bea"]}


def test_what_she_deleted_is_not_in_it(web, path, amina):
    web.as_(amina).post(f"{path}/delete")

    assert json.loads(copy_of(web, amina).read("data.json"))["messages"] == []


def test_leaving_she_is_a_former_member_and_her_words_stay(
    web, house, make, session, path, amina, bea
):
    make.leaving(amina)
    after(house)

    page = web.as_(bea).get(path).text
    assert "A former member" in page
    assert "Words of hers" in page
    answer = web.post(path, body="Are you there?")
    assert answer.status_code == 422
    assert "You can’t write to her." in answer.text
    assert len(session.scalars(select(LetterboxRow)).all()) == 1


def test_or_her_words_are_destroyed_and_the_others_stay(web, house, make, path, amina, bea):
    make.leaving(amina, Fate.REMOVE)
    after(house)

    page = web.as_(bea).get(path).text
    assert "Words of hers" not in page
    assert "Words of the other" in page


def test_when_both_have_left_nothing_is_there(house, make, session, path, amina, bea):
    make.leaving(amina)
    make.leaving(bea)
    after(house)

    for model in (Conversation, Message, LetterboxRow):
        assert session.scalars(select(model)).all() == []


def test_coming_back_everything_is_as_it_was(web, make, house, path, amina, bea):
    make.leaving(amina)
    with house.database.changing() as session:
        member = session.get(type(amina), amina.id)
        secret = leaving.key(house.ring, member)
    page = web.visitor().get(url("keep_account", token=secret))
    [form] = [form for form in forms_of(page) if form.method == "post"]
    kept = web.client.post(url("keep_account", token=secret), data=form.values)
    assert kept.status_code == 303

    assert web.as_(bea).post(path, body="Welcome back").status_code == 303


def test_copies_with_the_moderators_are_as_the_words(
    web, house, make, session, path, amina, bea, mona
):
    web.as_(amina).post(f"{path}/report", chosen="2", reason="unkind", note="")
    make.leaving(bea, Fate.REMOVE)
    after(house)

    handed = session.scalars(select(HandedOver)).one()
    ref = house.subjects.of_kind("message")
    with house.database.reading() as looking:
        seen = ref.look(looking, base32(handed.id))
    assert "Words of the other" not in seen.words.html
    assert seen.found.owner.member_id is None
    assert dump.holding(session, bea.id.hex) == []


def test_afterwards_she_can_join_anew_and_is_somebody_else(
    web, house, make, session, path, amina, bea
):
    make.leaving(amina)
    after(house)
    again = make.member("Amina2")

    answer = web.as_(again).post(url("message_member", handle="bea"), body="Hello")

    assert answer.status_code == 303
    assert not answer.headers["location"].startswith(path)
