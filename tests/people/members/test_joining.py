"""Joining: a handle, an address, a password; the address is proved by mail before anything else."""

import pytest
from sqlalchemy import func, select

from app.people.members import handles
from app.people.members.models import Member, Standing
from tests.make import PASSWORD
from tests.people.members.steps import password_of

WORDS = "copper lantern drizzle"


def join(web, **typed):
    fields = {"handle": "wren", "email": "wren@example.org", "password": WORDS}
    fields |= {"accept_guidelines": "on"} | typed
    return web.send(web.get("/join"), "/join", **fields)


def sign_in(web, login="wren", password=WORDS):
    return web.send(web.visitor().get("/sign-in"), "/sign-in", login=login, password=password)


def test_she_joins_confirms_her_address_and_signs_in(web, postbox):
    asked = join(web)
    told = web.follow(asked)
    confirm = web.get(postbox.link("/verify-email/", "wren@example.org"))
    confirmed = web.client.post(str(confirm.url), data=_form(confirm))
    signed_in = sign_in(web)

    assert "Look in your mail" in told.text
    assert confirmed.headers["location"] == "/sign-in?said=verified"
    assert "wren" in web.follow(signed_in).text
    assert web.get("/settings").status_code == 200


def _form(page):
    from tests.browser import forms_of

    return next(f.values for f in forms_of(page) if f.method == "post")


def test_nobody_is_signed_in_before_the_address_is_confirmed(web, session, postbox):
    join(web)

    answer = sign_in(web)

    assert answer.headers["location"] == "/join/done"
    assert web.get("/settings").status_code == 303
    assert session.scalar(select(Member.standing)) is Standing.UNVERIFIED


def test_handle_and_address_are_kept_in_small_letters(web, session):
    join(web, handle="  WREN ", email="Wren@Example.ORG")

    assert session.execute(select(Member.handle, Member.email)).one() == (
        "wren",
        "wren@example.org",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", ""),
        ("handle", "ab"),
        ("handle", "1wren"),
        ("handle", "wren bird"),
        ("handle", "wren/../x"),
        ("handle", "wr\u0435n"),  # the Cyrillic letter that looks like an e
        ("handle", "wren\nbcc"),
        ("handle", "w" * 31),
        ("email", ""),
        ("email", "wren"),
        ("email", "wren@"),
        ("email", "wren@example.org\nBcc: all@example.org"),
        ("email", "wren@example.org,all@example.org"),
        ("password", ""),
        ("password", "short"),
        ("password", "wren@example.org"),
        ("password", "passwordpassword"),
        ("accept_guidelines", "no"),
    ],
)
def test_what_does_not_fit_is_asked_for_again(field, value, web, session):
    answer = join(web, **{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert session.scalar(select(func.count()).select_from(Member)) == 0


@pytest.mark.parametrize("typed", ["", "  "])
def test_every_field_that_is_empty_is_asked_for_in_the_same_words(typed, web):
    answer = join(web, handle=typed, email=typed, password="")

    for field in ("handle", "email", "password"):
        [after] = answer.text.split(f'id="{field}-error"')[1:]
        assert "Please fill this in." in after[:120], field
    assert "We can’t write to this address." in join(web, email="wren@").text


def test_a_form_that_is_shown_again_keeps_all_but_the_password(web):
    answer = join(web, handle="ab", password="heron velvet stairs")

    assert 'value="wren@example.org"' in answer.text
    assert "heron velvet stairs" not in answer.text


def test_a_handle_belongs_to_one_person(web, amina):
    answer = join(web, handle="Amina", email="another@example.org")

    assert answer.status_code == 422
    assert "Somebody here has that name already" in answer.text


@pytest.mark.parametrize("handle", sorted(handles.RESERVED))
def test_nobody_gets_a_handle_that_seems_to_speak_for_the_site(handle, web, session):
    answer = join(web, handle=handle.title())

    assert answer.status_code == 422
    assert "Somebody here has that name already" in answer.text
    assert session.scalar(select(func.count()).select_from(Member)) == 0


def test_who_has_had_such_a_handle_keeps_it(web, make):
    make.member("Support")

    assert password_of(web, "support", PASSWORD).headers["location"] == "/"
    assert web.get("/m/support").status_code == 200


def test_a_known_address_gets_a_letter_and_keeps_its_account(web, session, postbox, amina):
    join(web, email="amina@example.org", handle="another")

    [letter] = postbox.all("amina@example.org")
    assert letter.subject == "You have an account already"
    assert session.scalar(select(func.count()).select_from(Member)) == 1


def test_who_joins_again_before_confirming_gets_what_she_typed_last(web, postbox):
    join(web, password="first willow pocket")
    first = postbox.link("/verify-email/")

    join(web, password=WORDS)

    [second] = postbox.links() - {first}
    assert web.get(first).status_code == 404
    page = web.get(second)
    web.client.post(second, data=_form(page))
    assert sign_in(web).headers["location"] == "/"
    assert sign_in(web, password="first willow pocket").status_code == 422


def test_who_has_mistyped_her_address_joins_with_the_same_name(web, session, postbox):
    join(web, email="wren@exmaple.org")
    wrong = postbox.link("/verify-email/", "wren@exmaple.org")

    told = join(web)

    assert told.headers["location"] == "/join/done"
    assert session.scalars(select(Member.email)).all() == ["wren@example.org"]
    assert web.get(wrong).status_code == 404
    right = postbox.link("/verify-email/", "wren@example.org")
    web.client.post(right, data=_form(web.get(right)))
    assert sign_in(web).headers["location"] == "/"


def test_nobody_else_gets_the_name_that_somebody_has_asked_for(web, session):
    join(web)

    answer = join(web, email="other@example.org", password="heron velvet stairs")

    assert answer.status_code == 422
    assert "Somebody here has that name already" in answer.text
    assert session.scalars(select(Member.email)).all() == ["wren@example.org"]


def test_a_confirmed_account_keeps_its_name_whoever_knows_its_password(web, session, postbox):
    join(web)
    page = web.get(postbox.link("/verify-email/"))
    web.client.post(str(page.url), data=_form(page))

    answer = join(web, email="other@example.org")

    assert answer.status_code == 422
    assert session.scalars(select(Member.email)).all() == ["wren@example.org"]


def test_an_address_that_is_a_members_answers_the_same_after_a_mistyped_one(web, amina, postbox):
    join(web, email="wren@exmaple.org")

    told = join(web, email="amina@example.org")

    assert told.headers["location"] == "/join/done"
    [letter] = postbox.all("amina@example.org")
    assert letter.subject == "You have an account already"


def test_a_closed_community_takes_nobody(web_with, session):
    web = web_with(joining="closed")
    page = web.get("/join")

    answer = web.post("/join", handle="wren", email="w@example.org", password=WORDS)

    assert 'action="/join"' not in page.text
    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(Member)) == 0


def test_one_network_can_ask_for_twenty_accounts_an_hour(web):
    answers = [join(web, password="weak") for _ in range(20)]
    last = join(web)

    assert {answer.status_code for answer in answers} == {422}
    assert last.status_code == 429
    assert 0 < int(last.headers["retry-after"]) <= 3600


def test_links_lead_to_the_configured_address_whatever_the_browser_asked_for(web, postbox):
    page = web.client.get("/join", headers={"Host": "localhost:8000"})
    fields = _form(page) | {"handle": "wren", "email": "w@example.org", "password": WORDS}

    web.client.post(
        "/join",
        data=fields | {"accept_guidelines": "on"},
        headers={"Host": "localhost:8000", "X-Forwarded-Host": "evil.example"},
    )

    [letter] = postbox.all()
    assert "http://127.0.0.1:8000/verify-email/" in letter.text
    assert "localhost" not in letter.text + letter.html
    assert "evil" not in letter.text + letter.html


def test_letters_say_nothing_of_what_is_written_here(web, postbox, make, circle, amina):
    make.thread(circle, amina, title="My divorce", body="He must not read this")

    web.send(web.get("/forgot-password"), "/forgot-password", email="amina@example.org")

    [letter] = postbox.all("amina@example.org")
    said = letter.subject + letter.text + letter.html
    assert not any(word in said for word in ("divorce", "must not", circle.name, "<img"))


def test_who_has_not_ticked_the_box_is_told_what_it_asks(web):
    page = web.visitor().get("/join")

    answer = web.send(
        page, "/join", handle="nora", email="nora@example.org", password="three words"
    )

    assert answer.status_code == 422
    assert "you need to agree to the community agreement" in answer.text
