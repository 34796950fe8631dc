"""The rules of this place: what it asks of everybody, beside the community agreement that comes
with the program. Each change is a row of its own, so that all can see what held on which day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text, versions
from app.core.errors import NotFound
from app.core.verdict import require
from app.people.site import memory, policy
from app.people.site.actions import decided
from app.people.site.models import SiteRules
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Version:
    """The `n`th: it held from its day until another day, if it is over. Without words, there were
    no rules."""

    n: int
    day: date
    until: date | None
    body: str
    html: str

    @property
    def mark(self) -> str:
        return versions.mark(self.n)


# What the column holds, of a number that an address says.
MOST = 2**31 - 1
NONE = Version(0, date.min, None, "", "")


def newest(session: Session) -> Version:
    """What holds now; NONE where there have never been any."""
    row = session.scalar(select(SiteRules).order_by(SiteRules.n.desc()).limit(1))
    return Version(row.n, row.day, None, row.body, row.html) if row else NONE


def every(session: Session) -> list[Version]:
    """All of them, the newest first, without the words of those that had some."""
    rows = session.execute(
        select(SiteRules.n, SiteRules.day, SiteRules.body != "").order_by(SiteRules.n.desc())
    ).all()
    until = [None, *(row.day for row in rows)]
    return [
        Version(n, day, over, "…" if has_words else "", "")
        for (n, day, has_words), over in zip(rows, until, strict=False)
    ]


def version(session: Session, n: int) -> Version:
    """Raises NotFound for one that there is not, or that had no words."""
    row = session.get(SiteRules, n) if n < MOST else None
    if row is None or not row.body:
        raise NotFound
    after = session.get(SiteRules, n + 1)
    return Version(row.n, row.day, after.day if after else None, row.body, row.html)


def write(session: Session, viewer: Viewer, body: str, as_of: str) -> bool:
    """From today on these hold, or none where there are no words. Whether that changes anything.

    Raises NotAllowed; Changed where they are no longer those of which she made hers.
    """
    require(policy.may_administer(viewer))
    # Whoever writes at the same moment waits here, and then sees these.
    memory.ring(session)
    present = newest(session)
    if present.body == body:
        return False
    versions.require_same(as_of, present.mark)
    session.add(SiteRules(n=present.n + 1, body=body, html=text.rendered(body)))
    decided(session, viewer, "change" if body else "take-down", "rules", str(present.n + 1))
    return True
