"""Members are found by their names if they say so, by members, and by nobody else."""

import pytest

from app.people.members import personal_data
from app.people.members.models import Member
from app.people.subjects import Deed, Given
from app.web.kit.addresses import url
from tests.oversight.search.finding import found, page, paths

SETTINGS = "/settings/profile"


@pytest.fixture
def zora(web, make):
    """Zora, who has chosen in her settings to be found."""
    zora = make.member("Zora")
    settings = web.as_(zora).get("/settings")
    assert "Members can find me by my name" in settings.text
    assert web.send(settings, SETTINGS, name="Zora Neale", findable="on").status_code == 303
    return zora


def test_nobody_is_found_who_has_not_chosen_it(web, make, amina, bea):
    assert found(web.as_(amina), "bea") == []
    assert found(web, "bea", kind="members") == []
    assert make.session.get(Member, bea.id).findable is False


@pytest.mark.parametrize("q", ["zora", "ZORA neale", "neale", '"zora neale"'])
def test_she_is_found_by_her_name_or_her_handle(web, amina, zora, q):
    html = page(web.as_(amina), q)

    assert paths(html) == ["/m/zora"]
    assert "@zora" in html
    assert 'id="found-member"' in html


def test_visitors_find_no_member_and_are_offered_none(web, zora):
    html = page(web.visitor(), "zora", kind="members")

    assert paths(html) == []
    assert '<option value="members"' not in html


def test_a_filter_for_posts_leaves_members_out(web, circle, amina, zora):
    web.as_(amina)

    assert found(web, "zora", circle=circle.slug) == []
    assert found(web, "zora", since="2020-01-01") == found(web, "zora", mine="on") == []
    assert paths(page(web, "zora", kind="members")) == ["/m/zora"]


def test_she_takes_it_back(web, amina, zora):
    settings = web.as_(zora).get("/settings")
    form = {"name": "Zora Neale", "pronouns": "", "bio": "", "time_zone": ""}
    assert 'id="findable"' in settings.text
    assert web.post(SETTINGS, **form).status_code == 303

    assert found(web.as_(amina), "zora") == []


def test_another_name_is_found_instead(web, amina, zora):
    web.as_(zora)
    web.send(web.get("/settings"), SETTINGS, name="Alma")

    assert paths(page(web.as_(amina), "alma")) == ["/m/zora"]
    assert found(web, "neale") == []


def test_whom_she_has_blocked_she_does_not_find(web, amina, bea, zora):
    web.as_(amina).post("/m/zora/block", change="block")
    assert found(web, "zora") == []
    assert len(found(web.as_(bea), "zora")) == 1
    # Who is blocked is not told by what she finds.
    web.send(web.get("/settings"), SETTINGS, findable="on")
    web.as_(bea).post("/m/zora/block", change="block")
    assert len(found(web.as_(zora), "bea")) == 1


def test_a_name_that_moderators_have_hidden_is_not_found(web, make, amina, zora):
    profiles = make.house.subjects.of_kind("profile")
    with make.house.database.changing() as session:
        profiles.do(session, zora.id.hex, Deed.HIDE, Given())

    assert found(web.as_(amina), "neale") == []
    with make.house.database.changing() as session:
        profiles.undo(session, zora.id.hex, Deed.HIDE, "hidden")
    assert paths(page(web, "neale")) == ["/m/zora"]


def test_who_leaves_is_found_no_more(web, make, amina, zora):
    make.leaving(make.session.get(Member, zora.id))

    assert found(web.as_(amina), "zora") == found(web, "member") == []


def test_her_copy_of_her_data_says_so(web, make, amina, zora):
    with make.house.database.reading() as session:
        for who, yes in ((zora, True), (amina, False)):
            member = session.get(Member, who.id)
            assert personal_data.export(session, make.house.ring, member).findable is yes


def test_three_of_many_stand_beside_the_posts(web, make, circle, amina):
    make.thread(circle, amina, title="The name Iris")
    for n in range(5):
        who = make.member(f"Iris{n}")
        web.as_(who)
        web.send(web.get("/settings"), SETTINGS, name="Iris", findable="on")

    html = page(web.as_(amina), "iris")

    assert len(paths(html)) == 4
    assert f'href="{url("search", q="iris", kind="members")}"' in html.replace("&amp;", "&")
    assert len(paths(page(web, "iris", kind="members"))) == 5
