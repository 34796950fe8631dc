"""Signing in by two steps: an app's codes, recovery codes, and what does not get round them."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.people.members import factors
from app.people.members.factor_models import SecondFactor
from tests.make import PASSWORD
from tests.people.members import steps
from tests.people.members.steps import code, password_of, turn_on

NEW = "copper lantern drizzle"


@pytest.fixture(autouse=True)
def _still():
    """No half minute turns while a test looks at its app."""
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.fixture
def app(web, amina):
    """Amina has an app: its secret, and her recovery codes."""
    return turn_on(web.as_(amina))


def step(web, typed, **more):
    return web.send(web.get("/sign-in/second-step"), "/sign-in/second-step", code=typed, **more)


def is_in(web):
    return web.get("/settings").status_code == 200


def test_the_secret_is_a_picture_and_words_and_counts_once_a_code_came(web, amina, session):
    page = web.as_(amina).get("/settings/two-step")
    secret = steps.SECRET.search(page.text)[1]

    assert "<svg viewBox" in page.text
    assert [len(part) for part in secret.split()] == [4] * 8
    assert "style=" not in page.text
    assert session.query(SecondFactor).count() == 0
    assert password_of(web, "amina", PASSWORD).headers["location"] == "/"


@pytest.mark.parametrize("typed", ["000000", "", "12345", "abcdef", "123 456 7"])
def test_a_code_that_does_not_fit_turns_nothing_on(typed, web, amina, session):
    page = web.as_(amina).get("/settings/two-step")

    answer = web.send(page, "/settings/two-step", code=typed)

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    # She has none before the first code has come.
    assert "recovery code" not in answer.text
    # The secret that she has scanned meanwhile is still the one.
    assert steps.SECRET.search(answer.text)[1] == steps.SECRET.search(page.text)[1]
    assert session.query(SecondFactor).count() == 0


def test_another_members_secret_or_an_old_page_is_not_taken(web, amina, bea):
    page = web.as_(amina).get("/settings/two-step")
    secret = steps.SECRET.search(page.text)[1].replace(" ", "")
    aside = steps.fields(page, "/settings/two-step")["aside"]

    hers = web.as_(bea).post("/settings/two-step", aside=aside, code=code(secret))
    with time_machine.travel(clock.now() + timedelta(minutes=40), tick=False):
        late = web.as_(amina).post("/settings/two-step", aside=aside, code=code(secret))

    assert (hers.status_code, late.status_code) == (422, 422)


def test_it_is_sealed_and_says_neither_whose_it_is_nor_what(web, session, amina, app):
    [row] = session.query(SecondFactor).all()
    secret, codes = app

    for known in (secret, codes[0], amina.id.hex, "amina"):
        assert known.encode() not in row.sealed
    assert amina.id.bytes not in row.owner + row.sealed
    assert len(codes) == len(set(codes)) == 10


def test_signing_in_takes_both_steps(web, app):
    first = password_of(web, "amina", PASSWORD, next="/circles")
    half = web.token

    assert first.headers["location"] == "/sign-in/second-step?next=%2Fcircles"
    assert not is_in(web)
    second = web.send(web.follow(first), "/sign-in/second-step", code=code(app[0], 1))
    assert second.headers["location"] == "/circles"
    assert is_in(web)
    assert web.token != half


def test_nothing_tells_of_it_before_the_password_is_right(web, app, bea):
    web.visitor()
    wrong = [
        web.send(web.get("/sign-in"), "/sign-in", login=login, password="not her password")
        for login in ("amina", "bea")
    ]

    assert wrong[0].status_code == wrong[1].status_code == 422
    assert len(wrong[0].text.replace("amina", "xxx")) == len(wrong[1].text.replace("bea", "xxx"))
    assert web.get("/sign-in/second-step").headers["location"] == "/sign-in?said=half-over"
    assert web.post("/sign-in/second-step", code=code(app[0], 1)).status_code == 303
    assert not is_in(web)


def test_a_code_works_once_and_one_step_before_and_after(web, app):
    secret, _ = app
    # The present one was used to turn it on.
    password_of(web, "amina", PASSWORD)
    assert "used already" in step(web, code(secret)).text
    assert step(web, code(secret, -1)).status_code == 303
    password_of(web, "amina", PASSWORD)
    assert step(web, code(secret, -1)).status_code == 422
    assert step(web, code(secret, 2)).status_code == 422
    assert step(web, code(secret, 1)).status_code == 303


def test_five_wrong_codes_and_it_rests_for_a_while(web, app):
    password_of(web, "amina", PASSWORD)

    assert [step(web, "000000").status_code for _ in range(5)] == [422] * 5
    assert step(web, code(app[0], 1)).status_code == 429
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        password_of(web, "amina", PASSWORD)
        assert step(web, code(app[0])).status_code == 303


def test_half_a_sign_in_ends_after_ten_minutes_and_with_another_password(web, session, app, amina):
    password_of(web, "amina", PASSWORD)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert web.get("/sign-in/second-step").headers["location"] == "/sign-in?said=half-over"
    password_of(web, "amina", PASSWORD)
    session.refresh(amina)
    amina.session_epoch += 1
    session.commit()

    assert web.get("/sign-in/second-step").status_code == 303


def test_a_recovery_code_works_once_and_the_page_says_how_many_are_left(web, app):
    secret, codes = app
    password_of(web, "amina", PASSWORD)
    assert step(web, codes[3].upper().replace("-", " ")).status_code == 303
    assert "9 recovery codes left" in web.get("/settings/security").text
    password_of(web, "amina", PASSWORD)

    again = step(web, codes[3])

    assert again.status_code == 422
    assert "left" in again.text
    assert step(web, code(secret, 1)).status_code == 303


def test_new_recovery_codes_end_the_old_ones(web, app):
    _, old = app
    page = web.send(web.get("/settings/security"), "/settings/recovery-codes")
    new = steps.CODE.findall(page.text)

    assert len(set(new) - set(old)) == 10
    password_of(web, "amina", PASSWORD)
    assert step(web, old[0]).status_code == 422
    assert step(web, new[0]).status_code == 303


def test_nobody_elses_recovery_code_works(web, app, bea):
    _, codes = app
    turn_on(web.as_(bea))
    password_of(web, "bea", PASSWORD)

    assert step(web, codes[0]).status_code == 422


def test_a_new_password_does_not_get_round_it(web, postbox, app):
    web.send(web.visitor().get("/forgot-password"), "/forgot-password", email="amina@example.org")
    path = postbox.link("/reset-password/")
    web.get(path)
    assert web.post(path, password=NEW).status_code == 303

    answer = password_of(web, "amina", NEW)

    assert answer.headers["location"] == "/sign-in/second-step"
    assert not is_in(web)


def test_nor_does_coming_back_to_a_closed_account(web, app):
    web.send(web.get("/settings/close"), "/settings/close", words="keep")

    first = password_of(web, "amina", PASSWORD)
    assert first.headers["location"] == "/sign-in/second-step"
    kept = step(web, code(app[0], 1))

    assert "/settings/keep/" in kept.headers["location"]
    assert web.post(kept.headers["location"]).status_code == 303
    assert is_in(web)


def test_turning_it_on_ends_every_other_session_and_tells_her(web, postbox, amina):
    web.as_(amina)
    other = web.token
    turn_on(web.as_(amina))

    assert is_in(web)
    assert not is_in(web.with_token(other))
    assert "Your sign-in was changed" in {letter.subject for letter in postbox.all()}


def test_it_can_be_turned_off_again(web, session, app):
    answer = web.send(web.get("/settings/security"), "/settings/two-step/off")

    said = web.follow(answer).text
    assert "your password alone is enough" in said
    assert "for staff" not in said
    assert session.query(SecondFactor).count() == 0
    assert password_of(web, "amina", PASSWORD).headers["location"] == "/"


def test_all_rows_are_sealed_anew_and_stay_the_same(web, house, session, amina, app):
    [before] = session.query(SecondFactor.sealed).all()
    with house.database.changing() as changing:
        factors.reseal(changing, house.ring)
    session.rollback()

    [after] = session.query(SecondFactor.sealed).all()
    assert after != before
    assert factors.of(session, house.ring, amina.id).secret == app[0]


def test_her_copy_says_what_she_has_and_no_secret(web, house, session, amina, app):
    from app.people.members import personal_data

    said = personal_data.export(session, house.ring, amina)

    assert said.second_steps == personal_data.SecondSteps(
        app=True, recovery_codes_left=10, passkeys=[]
    )
    assert app[0] not in repr(said)
