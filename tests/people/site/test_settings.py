"""Administrators choose settings while the site runs; what the environment says itself holds."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.people.site.memory import Site
from app.people.site.models import SiteSetting
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted

HERE = "/admin/settings"


def kept(session):
    session.expire_all()
    return {row.key: json.loads(row.value) for row in session.scalars(select(SiteSetting))}


def save(web, **typed):
    return web.send(web.get(HERE), HERE, **typed)


@pytest.mark.parametrize("name", ["", "   ", "\t", "a\u2028b", "x" * 61])
def test_a_site_has_a_name_of_one_line(web, session, olga, name):
    web.as_(olga)

    answer = save(web, site_name=name)

    assert answer.status_code == 422
    assert "site_name" not in kept(session)


def test_what_is_chosen_holds_at_once_and_costs_no_page_a_question(web, session, house, olga, bea):
    with counted(house) as before:
        web.visitor().get("/")
    web.as_(olga)

    answer = save(
        web, site_name="The Mill", welcome="For *everybody* at the mill.", joining="request"
    )
    told = web.get(answer.headers["location"])

    assert "Saved." in told.text
    assert "· The Mill</title>" in told.text
    with counted(house) as after:
        first = web.visitor().get("/")
    assert "Join The Mill" in first.text
    assert "<em>everybody</em>" in first.text
    assert "moderators look at it" in first.text
    assert len(after) == len(before)
    names = {"site_name": "The Mill", "joining": "request"}
    assert kept(session) == names | {"welcome": "For *everybody* at the mill."}
    acted = session.scalars(select(Entry).order_by(Entry.n)).all()
    assert {(one.verb, one.subject_id) for one in acted} == {
        ("change", "site-name"),
        ("change", "welcome"),
        ("change", "joining"),
    }


def test_what_is_kept_of_a_page_says_the_new_name(web, make, house, olga, circle, amina):
    circle.visibility = "public"
    make.session.commit()
    thread = make.thread(circle, amina)
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    before = web.visitor().get(path)

    save(web.as_(olga), site_name="The Mill")
    web.get(HERE)
    seen = {"If-None-Match": before.headers["etag"]}
    after = web.visitor().get(path, **seen)

    assert "Common Thread" in before.text
    assert after.status_code == 200
    assert "The Mill" in after.text
    assert "Common Thread" not in after.text


def test_another_process_hears_of_it(web, house, olga):
    other = replace(house, site=Site())
    save(web.as_(olga), search_engines="yes", contact="us@mill.example")

    assert not other.present.settings.search_engines
    other.site.listen(house.database)

    assert other.present.settings.search_engines
    assert other.present.environment is other.settings
    web.get(HERE)
    page = web.visitor().get("/privacy")
    assert "mailto:us@mill.example" in page.text
    assert "x-robots-tag" not in page.headers
    assert "Disallow: /m/" in web.get("/robots.txt").text


def test_the_clocks_of_the_site_are_set(web, house, olga, session):
    save(web.as_(olga), time_zone="Asia/Tokyo")
    web.get(HERE)

    with house.database.reading() as reading:
        assert reading.info["zone"]().key in {"Asia/Tokyo", "UTC"}
    assert house.present.settings.zone.key == "Asia/Tokyo"


def test_one_is_put_back(web, session, house, olga):
    save(web.as_(olga), site_name="The Mill", joining_days="7")
    page = web.get(HERE)
    assert "the server has: <bdi>30</bdi>" in page.text

    answer = web.send(page, url("put_back_setting", setting="site-name"))
    told = web.get(answer.headers["location"])

    assert "· Common Thread</title>" in told.text
    assert kept(session) == {"joining_days": 7}
    assert web.post(url("put_back_setting", setting="base-url")).status_code == 404
    assert session.scalars(select(Entry.verb).order_by(Entry.n.desc())).first() == "put-back"


def test_what_is_chosen_as_the_server_has_it_follows_the_server(web, session, olga):
    save(web.as_(olga), joining_days="7")
    save(web, joining_days="30")

    assert kept(session) == {}


def test_what_the_environment_says_can_be_read_and_not_changed(web, session, house, running, olga):
    fixed = house.settings.model_copy(update={"site_name": "The Mill", "joining": "closed"})
    running.state.house = replace(house, settings=fixed)
    session.add(SiteSetting(key="joining", value='"open"'))
    session.commit()

    page = web.as_(olga).get(HERE)
    [form] = [form for form in forms_of(page) if form.action == HERE]
    forged = web.post(HERE, joining="open")

    assert not {"site_name", "joining"} & form.values.keys()
    assert "Set on the server as <code>SITE_NAME</code>" in page.text
    assert forged.status_code == 422
    assert "can’t be changed here" in forged.text
    assert save(web, joining_days="9").status_code == 303
    assert 'name="handle"' not in web.visitor().get("/join").text


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("site_name", "", "Please fill this in."),
        ("site_name", "x" * 61, "60 at most"),
        ("contact", "nobody", "We can’t write to this address."),
        ("joining", "sometimes", "Please choose one of these."),
        ("joining_domains", "not a domain!", "This must be domains such as example.org"),
        *(
            ("joining_days", typed, "Please say a whole number from 1 to 365.")
            for typed in ("0", "366", "-1", "9" * 30, "9" * 5000, "2.5", "soon")
        ),
        ("joining_days", "", "Please fill this in."),
        ("time_zone", "Atlantis", "This is not a time zone"),
        ("exit_url", "javascript:alert(1)", "This must be an address such as"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(name, typed, why, web, session, olga):
    answer = save(web.as_(olga), welcome="Kept in the form", **{name: typed})

    assert answer.status_code == 422
    assert why in answer.text
    assert "Kept in the form" in answer.text
    assert kept(session) == {}


@pytest.mark.parametrize("at", ["", "/", "/circles", ":8443/", "./"])
def test_the_exit_leads_elsewhere(at, web, session, house, olga):
    own = house.settings.address + at

    answer = save(web.as_(olga), exit_url=own)

    assert answer.status_code == 422
    assert "This leads to this site itself." in answer.text
    assert f'value="{own}"' in answer.text
    assert kept(session) == {}
    assert save(web, exit_url="https://www.example.com/weather").status_code == 303


def test_what_cannot_be_read_any_more_is_as_the_server_has_it(web, session, house, olga):
    for key, value in {"site_name": "[", "joining_days": "900", "of_later": "1"}.items():
        session.add(SiteSetting(key=key, value=value))
    session.commit()
    fresh = Site()

    with house.database.reading() as reading:
        fresh.look(reading)
    page = web.as_(olga).get(HERE)

    assert page.status_code == 200
    assert fresh.settings(house.settings) is house.settings


def test_she_shows_that_it_is_she_and_nobody_else_comes_there(web, session, olga, mona, bea):
    late = web.lately(olga)
    asked = late.post(HERE, site_name="The Mill")

    assert asked.status_code == 403
    assert "The Mill" in asked.text
    assert kept(session) == {}
    for member in (mona, bea):
        web.as_(member)
        assert web.get(HERE).status_code == 403
        assert web.post(HERE, site_name="The Mill").status_code == 403
    assert web.visitor().get("/admin").headers["location"].startswith("/sign-in")


def test_two_who_change_settings_at_once_hear_of_each_other(web, session, olga):
    early = web.as_(olga).get(HERE)
    save(web, site_name="The Mill")

    late = web.send(early, HERE, site_name="The Weir", contact="hello@example.org")
    assert late.status_code == 422
    assert "By now it is “The Mill”." in late.text
    assert "By now it is “”" not in late.text.partition("contact")[0]
    assert kept(session) == {"site_name": "The Mill"}

    assert web.send(late, HERE).status_code == 303
    assert kept(session) == {"site_name": "The Weir", "contact": "hello@example.org"}
