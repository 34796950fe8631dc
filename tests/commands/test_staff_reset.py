"""`staff reset-two-factor`: for somebody who has lost everything that her second step needs."""

import json

from app.commands import staff, terminal
from app.core.outbox import Job
from app.people.members import factors
from app.people.members.factor_models import SecondFactor
from app.people.members.factors import Factors
from app.people.members.models import Standing
from tests.make import PASSWORD
from tests.people.members.steps import password_of


def give(house, member):
    with house.database.changing() as session:
        factors.change(session, house.ring, member.id, lambda _had: Factors("A" * 32, ("00",)))


def test_she_has_her_password_alone_is_signed_out_and_told(web, house, session, amina):
    give(house, amina)
    web.as_(amina)

    assert staff.reset_two_factor(house, "@amina") is True

    assert session.query(SecondFactor).count() == 0
    assert web.get("/settings").status_code == 303
    seal = house.ring.seal("outbox/v1")
    [letter] = [json.loads(seal.open(job.sealed)) for job in session.query(Job).all()]
    assert letter["subject"] == "Your sign-in was changed"
    assert letter["to"] == "amina@example.org"
    assert password_of(web, "amina", PASSWORD).headers["location"] == "/"


def test_where_there_is_nothing_to_take_away_nothing_happens(house, session, amina):
    assert staff.reset_two_factor(house, "amina") is False
    assert staff.reset_two_factor(house, "nobody") is False
    session.refresh(amina)
    assert (amina.standing, amina.session_epoch) == (Standing.GOOD, 0)


def test_the_terminal_knows_both_and_what_each_needs():
    parser = terminal._parser()

    granted = parser.parse_args(["staff", "grant", "mona", "moderator"])
    reset = parser.parse_args(["staff", "reset-two-factor", "mona"])

    assert (granted.run, granted.role) == (staff._grant, "moderator")
    assert reset.run is staff._reset
    assert "told by mail" in " ".join(staff.TAKEN.format(handle="mona").split())
