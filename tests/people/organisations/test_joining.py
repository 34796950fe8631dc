"""Joining by oneself, with a confirmed address at one of an organisation's domains."""

import pytest

from app.core.errors import Invalid
from app.oversight.audit.models import Entry
from app.people.members.models import Standing
from app.people.organisations import domains
from app.people.organisations.models import Affiliation, Domain, Place
from tests import dump

OFFER = "You can join"


@pytest.fixture
def ours(session, acme):
    """Acme has mail at acme.example."""
    session.add(Domain(organisation_id=acme.id, domain="acme.example"))
    session.commit()


def at(session, member, email):
    session.merge(member).email = email
    session.commit()


def test_whoever_has_an_address_there_joins_by_herself(web, session, ours, place_of, stella):
    at(session, stella, "stella@acme.example")
    page = web.as_(stella).get("/o/acme")
    assert OFFER in page.text

    answer = web.send(page, "/o/acme/join")

    assert "You belong to it now" in web.follow(answer).text
    assert place_of(stella) is Place.MEMBER
    assert OFFER not in web.get("/o/acme").text


@pytest.mark.parametrize(
    "email",
    [
        "stella@example.org",
        "stella@mail.acme.example",
        "stella@notacme.example",
        "stella@acme.example.org",
        "stella@acme.examples",
        "acme.example@example.org",
        "stella+acme.example@example.org",
        "stella@аcme.example",
        "not an address",
    ],
)
def test_nobody_else_does(web, session, ours, place_of, stella, email):
    at(session, stella, email)

    assert OFFER not in web.as_(stella).get("/o/acme").text
    answer = web.post("/o/acme/join")

    assert answer.status_code == 403
    assert "confirmed email address" in answer.text
    assert place_of(stella) is None


def test_where_an_organisation_has_no_domain_nobody_does(web, acme, place_of, stella):
    assert OFFER not in web.as_(stella).get("/o/acme").text
    assert web.post("/o/acme/join").status_code == 403
    assert web.post("/o/nothing-here/join").status_code == 404
    assert place_of(stella) is None


def test_domains_of_other_letters_are_compared_as_mail_servers_do(
    web, session, acme, olga, place_of, stella
):
    web.as_(olga).post("/o/acme/domains", domains="Bücher.example")
    at(session, stella, "stella@xn--bcher-kva.example")

    assert OFFER in web.as_(stella).get("/o/acme").text
    at(session, stella, "stella@bücher.example")
    assert web.post("/o/acme/join").status_code == 303
    assert place_of(stella) is Place.MEMBER


def test_an_address_counts_once_it_is_confirmed(web, session, ours, stella):
    """A new one is written down when its link is opened; until then the old one holds."""
    web.as_(stella).post(
        "/settings/email", email="stella@acme.example", password="velvet orbit mustard"
    )

    assert OFFER not in web.get("/o/acme").text
    assert web.post("/o/acme/join").status_code == 403


def test_whoever_is_paused_joins_nothing(web, session, make, ours, place_of):
    paula = make.member("Paula", standing=Standing.PAUSED)
    at(session, paula, "paula@acme.example")

    assert OFFER not in web.as_(paula).get("/o/acme").text
    assert web.post("/o/acme/join").status_code == 403
    assert place_of(paula) is None


def test_nothing_of_her_address_is_kept_and_she_stays_when_it_changes(
    web, session, ours, place_of, stella, bea
):
    at(session, stella, "stella@acme.example")
    before = dump.of(session)
    session.rollback()
    web.as_(stella).post("/o/acme/join")

    after = dump.of(session)
    session.rollback()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"affiliations", "sessions"}
    assert {c.name for c in Affiliation.__table__.columns} == {
        *("organisation_id", "member_id", "place", "shown")
    }
    at(session, stella, "stella@elsewhere.example")
    assert place_of(stella) is Place.MEMBER
    assert "@stella" in web.as_(bea).get("/o/acme/people").text


def test_joining_twice_is_joining_once(web, session, ours, place_of, stella, amina):
    at(session, stella, "stella@acme.example")
    for _ in "12":
        assert web.as_(stella).post("/o/acme/join").status_code == 303
    assert web.as_(amina).post("/o/acme/join").status_code == 303
    assert place_of(amina) is Place.MEMBER


def test_whoever_is_invited_is_offered_that_alone(web, session, ours, asked, place_of, bea, stella):
    at(session, stella, "stella@acme.example")
    web.as_(bea).post("/o/acme/members", handle="stella")

    assert OFFER not in web.as_(stella).get("/o/acme").text
    assert web.post("/o/acme/join").status_code == 303
    assert asked(stella) is None
    assert place_of(stella) is Place.MEMBER


def test_who_has_said_no_may_join_all_the_same(web, session, ours, asked, bea, stella):
    at(session, stella, "stella@acme.example")
    web.as_(bea).post("/o/acme/members", handle="stella")
    web.as_(stella).post("/o/acme/answer", answer="no")

    page = web.get("/o/acme")
    web.send(page, "/o/acme/join")

    assert asked(stella) is None
    assert "@stella" in web.as_(bea).get("/o/acme/people").text


def test_an_administrator_sets_the_domains(web, session, acme, olga, bea):
    page = web.as_(olga).get("/o/acme/edit")

    web.send(page, "/o/acme/domains", domains=" @Acme.example\nrivets.example, acme.example ")

    kept = session.query(Domain).filter_by(organisation_id=acme.id).order_by(Domain.domain)
    assert [row.domain for row in kept] == ["acme.example", "rivets.example"]
    assert "acme.example\nrivets.example</textarea>" in web.get("/o/acme/edit").text
    assert "acme.example or rivets.example" in web.as_(bea).get("/o/acme/people").text
    entry = session.query(Entry).filter_by(verb="set-domains").one()
    assert entry.reason == "acme.example, rivets.example"


def test_taking_the_domains_away_closes_the_door_and_leaves_who_is_in(
    web, session, ours, place_of, olga, stella, grace
):
    for one in (stella, grace):
        at(session, one, f"{one.handle}@acme.example")
    web.as_(stella).post("/o/acme/join")

    web.as_(olga).post("/o/acme/domains", domains="")

    assert web.as_(grace).post("/o/acme/join").status_code == 403
    assert place_of(stella) is Place.MEMBER


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("gmail.com", "Anybody can have an address at gmail.com"),
        ("mail.GMX.net", "Anybody can have an address at mail.gmx.net"),
        ("acme", "“acme” is not the domain"),
        ("10.0.0.1", "is not the domain"),
        ("https://acme.example", "is not the domain"),
        ("someone@acme.example", "is not the domain"),
        ("acme.example\nnot_this.example", "“not_this.example” is not the domain"),
        (" ".join(f"a{n}.example" for n in range(21)), "20 domains at most"),
        ("x" * 2001, "2,000 at most"),
    ],
)
def test_a_domain_that_does_not_fit_is_said_and_kept_in_the_form(
    web, session, acme, olga, typed, why
):
    answer = web.as_(olga).post("/o/acme/domains", domains=typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert typed.split()[0] in answer.text
    assert session.query(Domain).count() == 0


def test_nobody_else_sets_domains(web, session, acme, bea, amina, stella, mona):
    for who in (bea, amina, stella, mona):
        answer = web.as_(who).post("/o/acme/domains", domains="acme.example")
        assert answer.status_code == 403
        assert "Who can join by herself" not in web.get("/o/acme/edit").text
    assert session.query(Domain).count() == 0


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("EXAMPLE.org", "example.org"),
        ("straße.example", "xn--strae-oqa.example"),
        ("strasse.example", "strasse.example"),
        ("раypal.example", "xn--ypal-43d9g.example"),
        ("a..example", ""),
        ("example.org.", ""),
        ("", ""),
        ("@", ""),
    ],
)
def test_a_domain_is_what_mail_servers_know(typed, known):
    assert domains.in_ascii(typed) == known


def test_public_providers_are_known_with_all_below_them():
    for domain in ("gmail.com", "outlook.com", "proton.me", "web.de", "x.yahoo.co.uk"):
        assert domains.is_everybodys(domain), domain
    for domain in ("example.org", "notgmail.com", "gmail.com.example"):
        assert not domains.is_everybodys(domain), domain


def test_the_list_of_providers_is_as_domains_are_compared():
    for domain in domains._providers():
        assert domains.in_ascii(domain) == domain
        with pytest.raises(Invalid):
            domains.read(domain)
