"""Whatever the three do in whatever order: before both have agreed, no page of either holds the
other's name or handle; and they meet exactly where both have said yes and nobody keeps apart."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.web.kit.addresses import url
from tests.people.introductions.conftest import LIST

SIDES = ("alba", "bina")
THREE = (*SIDES, "gala")
PAIRS = [(one, other) for one in THREE for other in THREE if one != other]
deeds = st.one_of(
    st.tuples(st.sampled_from(SIDES), st.sampled_from(["yes", "yes", "yes", "no"])),
    st.tuples(st.just("blocks"), st.sampled_from(PAIRS)),
    st.tuples(st.just("unblocks"), st.sampled_from(PAIRS)),
    st.tuples(st.just("off"), st.sampled_from(SIDES)),
    st.just(("runs out", "")),
)
_numbers = count()


class Walk:
    """One offer, and what is known to have become of it."""

    def __init__(self, bringing):
        self.bringing, self.web = bringing, bringing.web
        # Two letters that stand in no page by chance.
        mark = f"qz{next(_numbers)}"
        self.cast = {name: bringing.make.member(f"{name}{mark}") for name in THREE}
        gala, alba, bina = (self.cast[name] for name in ("gala", *SIDES))
        _mine, *theirs = bringing.offered(gala, alba, bina)
        self.paths = dict(zip(SIDES, theirs, strict=True))
        self.said = {}
        self.blocked, self.apart = set(), False
        self.agreed = self.over = False

    def do(self, kind, what):
        if kind in SIDES:
            self.answer(kind, what)
        elif kind == "runs out":
            self.bringing.after(31)
            self.over = self.over or not self.agreed
        elif kind == "off":
            self.bringing.asks_no_more(self.cast[what])
        else:
            by, whom = what
            path = url("block_member", handle=self.cast[whom].handle)
            change = "block" if kind == "blocks" else "unblock"
            assert self.web.as_(self.cast[by]).post(path, change=change).status_code == 303
            (self.blocked.add if kind == "blocks" else self.blocked.discard)(what)
            self.apart = self.apart or kind == "blocks"

    def answer(self, side, said):
        path = f"{self.paths[side]}/answer"
        answer = self.web.as_(self.cast[side]).post(path, answer=said)
        if self.sees_nothing(side):
            assert answer.status_code == 404
        elif self.agreed or self.over:
            assert answer.status_code == 403
        else:
            assert answer.status_code == 303
            self.said[side] = said
            both = [self.said.get(one) for one in SIDES] == ["yes", "yes"]
            self.agreed = both and not self.apart

    def sees_nothing(self, side):
        """She has blocked somebody of whom she knows that she is in it."""
        other = SIDES[1 - SIDES.index(side)]
        by_name = {"gala", other} if self.agreed else {"gala"}
        return any((side, one) in self.blocked for one in by_name)

    def pages(self, side):
        """All that she can come to from here."""
        path = self.paths[side]
        browser = self.web.as_(self.cast[side])
        for each in (path, f"{path}/report", LIST, "/notifications", "/", "/messages"):
            yield each, browser.get(each).text.lower()
        yield "", browser.get("/settings/introductions").text.lower()

    def look(self):
        for side, other in (SIDES, SIDES[::-1]):
            hers = self.cast[other]
            for path, page in self.pages(side):
                if not self.agreed:
                    assert hers.handle not in page, path
                elif path == self.paths[side] and not self.sees_nothing(side):
                    assert f'href="/m/{hers.handle}"' in page


@given(order=st.lists(deeds, min_size=1, max_size=7))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_page_names_her_before_both_agree(bringing, order):
    walk = Walk(bringing)
    walk.look()

    for kind, what in order:
        walk.do(kind, what)
        walk.look()
