"""Questions that are compiled once: what never changes in them stands in their text."""

from sqlalchemy import bindparam, literal, select

from app.core.questions import Question
from app.people.members.models import Member, Standing

AWKWARD = "100 % of Zoë's \\ words: ?, :name, %(name)s"


def test_words_come_back_as_they_are(session):
    question = Question(select(literal(AWKWARD), literal(7), literal(value=True)), lambda *row: row)

    assert question.first(session) == (AWKWARD, 7, True)


def test_values_that_are_given_are_not_mixed_up_with_them(session, amina, bea):
    named = Question(
        select(Member.name, literal("%s")).where(
            Member.standing == Standing.GOOD, Member.handle == bindparam("handle")
        ),
        lambda *row: row,
    )

    assert named.first(session, handle=bea.handle) == (bea.name, "%s")
    assert named.first(session, handle=amina.handle) == (amina.name, "%s")
    assert named.first(session, handle="' OR 1=1 --") is None


def test_what_never_changes_is_no_value(session):
    question = Question(select(Member.id).where(Member.standing == Standing.GOOD), lambda x: x)

    compiled, _ = question._for(session.get_bind().dialect)

    assert "'good'" in compiled.sql
    assert not compiled.given
