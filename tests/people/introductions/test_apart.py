"""Nobody learns of a no, of a block, of a switch, or of who has left: it did not come about."""

import io
import re
import zipfile

import pytest

from app.core.keys import base32
from app.oversight.moderation.models import Action, Case
from app.people.introductions.models import (
    HandedIntroduction,
    IntroductionBox,
    IntroductionRow,
)
from app.people.members.models import Fate
from app.people.subjects import Deed
from app.web.kit.addresses import url
from tests import dump
from tests.browser import names
from tests.make import PASSWORD
from tests.people.introductions.conftest import FAILED, neutral
from tests.people.introductions.making import WORDS
from tests.people.members.leaving import after


def _everything(bringing, who, path):
    """All that she reads of it."""
    pages = [bringing.reads(who, path), bringing.list_of(who)]
    return [neutral(page) for page in pages]


# What can be between a yes of Amina’s and a yes of Bea’s, or instead of one. Each is done to an
# offer of its own, and nobody but who did it can tell which it was.
def _says_no(bringing, grace, amina, bea, beas):
    bringing.answers(bea, beas, "no")


def _says_nothing(bringing, grace, amina, bea, beas):
    pass


def _blocks_who_offers(bringing, grace, amina, bea, beas):
    bringing.blocks(bea, grace)


def _blocks_the_other(bringing, grace, amina, bea, beas):
    bringing.blocks(bea, amina)
    bringing.answers(bea, beas)


def _leaves(bringing, grace, amina, bea, beas):
    bringing.make.leaving(bea)


@pytest.mark.parametrize(
    "deed", [_says_no, _blocks_who_offers, _blocks_the_other, _leaves], ids=lambda one: one.__name__
)
def test_whatever_kept_her_reads_the_same_at_the_same_time(deed, bringing, make, grace, amina, bea):
    """In one world she does it, in the other she says nothing; Amina’s and Grace’s pages are equal
    each day."""
    seen = {}
    for mark, what in (("qa", _says_nothing), ("qb", deed)):
        gala, alba, bina = (make.member(f"{name}{mark}") for name in ("Gala", "Alba", "Bina"))
        mine, hers, binas = bringing.offered(gala, alba, bina)
        bringing.answers(alba, hers)
        what(bringing, gala, alba, bina, binas)
        pages = seen[mark] = []
        for days in (1, 29, 30):
            bringing.after(days)
            pages += _everything(bringing, alba, hers)
            if deed is not _leaves:
                pages += _everything(bringing, gala, mine)
            pages.append(f"told: {'news of an introduction' in bringing.told(gala)}")
        seen[mark] = [re.sub(f'{mark}|class="avatar .?"', "", page) for page in pages]

    for before, now in zip(seen["qa"], seen["qb"], strict=True):
        assert before == now
    assert seen["qb"][-1] == "told: True"
    assert FAILED in seen["qb"][-3]
    assert not any(FAILED in page or page == "told: True" for page in seen["qb"][: len(pages) // 2])


def test_all_three_are_told_at_once_and_in_the_same_words(bringing, web, grace, amina, bea):
    mine, hers, beas = bringing.offered(grace, amina, bea)
    bringing.answers(amina, hers)
    bringing.answers(bea, beas, "no")
    for who in (amina, bea):
        web.as_(who).post("/notifications/read")

    bringing.after(29)
    assert FAILED not in bringing.reads(grace, mine)
    assert "news of an introduction" not in bringing.told(grace)
    bringing.after(30)

    for who, path in ((grace, mine), (amina, hers), (bea, beas)):
        assert FAILED in bringing.reads(who, path)
        assert 'class="new' in bringing.told(who)
    assert web.as_(bea).post(f"{beas}/answer", answer="yes").status_code == 403
    assert "Amina" not in bringing.reads(bea, beas)


def test_long_after_it_is_destroyed(bringing, session, web, grace, amina, bea):
    mine, _hers, _beas = bringing.offered(grace, amina, bea)

    bringing.after(90)

    assert session.query(IntroductionRow).all() == []
    assert web.as_(grace).get(mine).status_code == 404
    assert "You have offered none yet" in bringing.list_of(grace)


@pytest.mark.parametrize("switched", ["amina", "bea"])
def test_who_wants_none_is_not_asked_and_nobody_learns_it(
    bringing, request, grace, amina, bea, switched
):
    off = request.getfixturevalue(switched)
    other = bea if off is amina else amina
    bringing.asks_no_more(off)

    mine, *theirs = bringing.offered(grace, amina, bea)

    assert bringing.page_of(off) is None
    assert "introduction" not in bringing.told(off)
    path = theirs[0] or theirs[1]
    bringing.answers(other, path)
    assert "You said yes" in bringing.reads(other, path)
    assert "It is offered" in bringing.reads(grace, mine)
    bringing.after()
    assert FAILED in bringing.reads(other, path)
    assert FAILED in bringing.reads(grace, mine)
    bringing.asks_no_more(off, on="yes")
    bringing.offer(grace, amina, bea)
    assert bringing.page_of(off) is not None


def test_who_is_apart_from_the_one_who_offers_is_not_asked(bringing, grace, amina, bea):
    bringing.blocks(amina, grace)

    mine, hers, beas = bringing.offered(grace, amina, bea)

    assert hers is None
    bringing.answers(bea, beas)
    bringing.after()
    assert FAILED in bringing.reads(bea, beas)
    assert FAILED in bringing.reads(grace, mine)


@pytest.mark.parametrize("turn", [1, -1])
def test_two_who_keep_apart_are_both_asked_and_never_meet(bringing, grace, amina, bea, turn):
    """Were one of them not asked, she who offers could tell from it that they keep apart."""
    bringing.blocks(*(amina, bea)[::turn])

    _mine, hers, beas = bringing.offered(grace, amina, bea)
    bringing.answers(amina, hers)
    bringing.answers(bea, beas)

    for who, path in ((amina, hers), (bea, beas)):
        assert "You said yes" in bringing.reads(who, path)
    bringing.after()
    assert FAILED in bringing.reads(amina, hers)


def test_a_block_that_was_taken_back_revives_nothing(bringing, web, grace, amina, bea):
    _mine, hers, beas = bringing.offered(grace, amina, bea)
    bringing.blocks(amina, bea)
    web.as_(amina).post("/m/bea/block", change="unblock")

    bringing.answers(amina, hers)
    bringing.answers(bea, beas)

    assert not names(bringing.reads(amina, hers), "Bea")


def test_what_she_blocks_she_reads_no_more(bringing, web, grace, amina, bea):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)

    bringing.blocks(amina, grace)

    assert web.as_(amina).get(hers).status_code == 404
    assert "grace" not in bringing.list_of(amina).lower()


def test_who_was_blocked_reads_on(bringing, grace, amina, bea):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)
    before = neutral(bringing.reads(amina, hers))

    bringing.blocks(grace, amina)

    assert neutral(bringing.reads(amina, hers)) == before
    assert bringing.answers(amina, hers).status_code == 303


def test_nobody_introduces_whom_she_has_blocked(bringing, web, grace, amina, bea):
    bringing.blocks(grace, bea)

    for first, second in ((amina, "bea"), (bea, "amina")):
        path = url("introduce", handle=first.handle)
        typed = {"handle": second, "to_first": WORDS[0], "to_second": WORDS[1]}
        answer = web.as_(grace).post(path, **typed)
        assert answer.status_code == 422
        assert "no contact with" in answer.text


def test_a_block_writes_nothing_where_there_is_no_introduction(bringing, session, amina, bea):
    bringing.blocks(amina, bea)

    assert session.query(IntroductionBox).all() == []


@pytest.mark.parametrize("who", ["grace", "amina"])
def test_who_has_left_is_in_it_no_more(
    bringing, request, make, house, session, web, grace, amina, bea, who
):
    gone = request.getfixturevalue(who)
    name = gone.name
    mine, _hers, beas = bringing.offered(grace, amina, bea)
    make.leaving(gone, Fate.KEEP)
    assert name not in bringing.reads(bea, beas)
    after(house)

    page = bringing.reads(bea, beas)
    assert name not in page
    assert (WORDS[1] in page) is (gone is not grace)
    bringing.answers(bea, beas)
    bringing.after(45)
    assert FAILED in bringing.reads(bea, beas)
    assert session.query(IntroductionBox).count() == 2
    assert dump.holding(session, gone.id.hex) == []
    assert gone is grace or FAILED in bringing.reads(grace, mine)


def test_her_copy_of_her_data_names_the_other_once_both_agree(bringing, web, grace, amina, bea):
    _mine, hers, beas = bringing.offered(grace, amina, bea)

    def copy():
        sent = web.as_(amina).post("/settings/export", password=PASSWORD)
        files = zipfile.ZipFile(io.BytesIO(sent.content))
        return "".join(files.read(name).decode() for name in files.namelist())

    assert WORDS[0] in copy()
    assert not names(copy(), "Bea")
    bringing.answers(bea, beas)
    bringing.answers(amina, hers)
    assert "Bea" in copy()


def _reported(bringing, web, session, path, by):
    """The number of the case."""
    page = web.as_(by).get(f"{path}/report")
    answer = web.send(page, f"{path}/report", reason="unkind", note="")
    assert answer.headers["location"].startswith("/reports/")
    session.rollback()
    return session.query(Case).filter_by(kind="introduction-words").one().id


def test_words_are_reported_by_who_got_them_and_moderators_see_those(
    bringing, web, session, grace, amina, bea, mona
):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)
    case = _reported(bringing, web, session, hers, amina)

    page = web.as_(mona).get(url("case", case_id=case)).text

    assert WORDS[0] in page
    assert WORDS[1] not in page
    assert "An introduction by" in page
    for name in ("amina", "bea"):
        assert name not in page.lower()
    assert web.as_(amina).get(f"{hers}/report").status_code == 200


def test_who_wrote_them_does_not_report_them(bringing, web, grace, amina, bea):
    mine, _hers, _beas = bringing.offered(grace, amina, bea)

    assert web.as_(grace).get(f"{mine}/report").status_code == 403
    assert web.post(f"{mine}/report", reason="unkind", note="").status_code == 403


def test_a_report_that_does_not_fit_comes_back(bringing, web, session, grace, amina, bea):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)

    answer = web.as_(amina).post(f"{hers}/report", reason="", note="It hurt")

    assert answer.status_code == 422
    assert "It hurt" in answer.text
    assert session.query(HandedIntroduction).all() == []


@pytest.mark.parametrize("action", [Action.HIDE, Action.REMOVE])
def test_taken_down_nothing_comes_of_it_and_put_back_it_goes_on(
    bringing, web, make, house, session, grace, amina, bea, mona, action
):
    _mine, hers, beas = bringing.offered(grace, amina, bea)
    case = _reported(bringing, web, session, hers, amina)
    make.decision(case, mona, action)

    assert WORDS[0] not in bringing.reads(amina, hers)
    assert WORDS[1] in bringing.reads(bea, beas)
    bringing.answers(amina, hers)
    bringing.answers(bea, beas)
    assert not names(bringing.reads(amina, hers), "Bea")
    ref = base32(session.query(HandedIntroduction).one().id)
    with house.database.changing() as deed:
        house.subjects.of_kind("introduction-words").undo(deed, ref, Deed(action), "shown")
    assert WORDS[0] in bringing.reads(amina, hers)
    bringing.answers(bea, beas, "no")
    bringing.answers(bea, beas)
    assert "Bea" in bringing.reads(amina, hers)


def test_copies_are_destroyed(bringing, web, make, house, session, grace, amina, bea, mona):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)
    case = _reported(bringing, web, session, hers, amina)
    make.decision(case, mona, Action.REMOVE)
    ref = base32(session.query(HandedIntroduction).one().id)
    session.rollback()
    with house.database.changing() as deed:
        house.subjects.of_kind("introduction-words").destroy(deed, [ref])

    assert session.query(HandedIntroduction).all() == []
