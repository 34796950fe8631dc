"""However common the words: a search looks at so many rows at once, and goes on to the last."""

import pytest

from app.oversight.search import postgresql, queries
from tests.oversight.search.finding import everything, found, page


@pytest.fixture
def talk(make, circle, bea, monkeypatch):
    """Words in all posts, in a row in few; and of everything less is looked at than there is."""
    for module, name, value in (
        (postgresql, "WALK", 8),
        (postgresql, "SAMPLE", 6),
        (postgresql, "COMMON", 1),
        (queries, "WINDOW", 7),
        (queries, "TITLED", 2),
        (queries, "PAGE", 3),
    ):
        monkeypatch.setattr(module, name, value)
    said = [f"milk tea {n}" if n % 10 == 0 else f"tea milk {n}" for n in range(40)]
    make.thread(circle, None, title="Cups", replies=[(bea, each) for each in said])
    for n in range(4):
        make.thread(circle, bea, title=f"Milk tea {n}", body="Cups")


@pytest.mark.parametrize(
    ("q", "many"),
    [("milk", 44), ('"milk tea"', 8), ('"tea milk"', 36), ("milk -tea", 0), ("tea -cups", 40)],
)
def test_every_page_together_is_all_there_is(web, talk, bea, q, many):
    there = everything(web.as_(bea), q)

    assert len(there) == len(set(there)) == many


def test_a_page_without_results_leads_on(web, talk, make, circle, bea):
    make.thread(circle, bea, title="First", replies=[(bea, "milk and tea")] * 30)
    web.as_(bea)

    assert len(everything(web, '"milk tea" -cups', kind="replies")) == 4
    assert found(web, "milk tea")
    assert "<h1>Search</h1>" in page(web, '"milk tea"', kind="replies")
