"""Another password: with the present one; her other devices are signed out, this one goes on."""

import pytest
from sqlalchemy import func, select

from app.people.members.models import SessionRow
from tests.make import PASSWORD

NEW = "copper lantern drizzle"


def change(web, present=PASSWORD, new=NEW):
    form = web.get("/settings/password")
    return web.send(form, "/settings/password", password=present, new_password=new)


def sign_in(web, password):
    form = web.visitor().get("/sign-in")
    return web.send(form, "/sign-in", login="amina", password=password).status_code


def test_the_new_one_counts_and_the_old_one_no_longer(web, amina):
    answer = change(web.as_(amina))

    assert answer.headers["location"] == "/settings/security?said=saved"
    assert sign_in(web, PASSWORD) == 422
    assert sign_in(web, NEW) == 303


def test_her_other_devices_are_signed_out_and_this_one_gets_a_new_token(web, amina):
    web.as_(amina)
    other = web.client.cookies.get("session")
    web.as_(amina)
    before = web.token, web.client.cookies.get("session")

    change(web)

    assert web.token != before[0]
    assert web.get("/settings").status_code == 200
    web.visitor()
    for dead in (other, before[1]):
        assert web.get("/settings", Cookie=f"session={dead}").status_code == 303


def test_the_row_of_this_device_is_replaced(web, session, amina):
    change(web.as_(amina))

    assert session.scalar(select(func.count()).select_from(SessionRow)) == 1


def test_she_is_told_by_mail(web, postbox, amina):
    change(web.as_(amina))

    [letter] = postbox.all("amina@example.org")
    assert letter.subject == "Your password was changed"
    assert NEW not in letter.text + letter.html


@pytest.mark.parametrize(
    ("present", "new", "field"),
    [
        ("not her password", NEW, "password"),
        ("", NEW, "password"),
        (PASSWORD, "", "new_password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "amina amina amina", "new_password"),
    ],
)
def test_what_does_not_fit_changes_nothing(present, new, field, web, amina):
    answer = change(web.as_(amina), present, new)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert NEW not in answer.text
    assert sign_in(web, PASSWORD) == 303


def test_the_present_password_cannot_be_guessed_without_end(web, amina):
    web.as_(amina)
    codes = [change(web, f"guess {n}").status_code for n in range(10)]

    assert codes == [422] * 10
    assert change(web).status_code == 429
