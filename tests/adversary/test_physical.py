"""What lies on the disk, byte by byte: the database, its log, backups, logs, temporary files.

A search that finds nothing proves nothing: each looks for something that must be there as well.
"""

import base64
import gzip
import re
import statistics
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.commands import backup_deeds
from app.community.messages.contents import Said
from app.community.messages.models import Message
from app.community.threads.models import Post
from app.core.keys import base32
from app.people.members.models import SessionRow
from app.people.sheets.models import Sheet
from app.web.kit.addresses import url
from tests import postgres
from tests.adversary.linking import Copy
from tests.browser import COOKIE, forms_of
from tests.faults.installation import PATIENCE, Installation, Someone, browser, crowded, installed
from tests.make import PASSWORD

DELETED = "a canary of what was deleted"
EDITED = "a canary of what was edited"
KEPT = "a canary of what was kept"
FOR_HERSELF = "a canary of her evidence file"
SEALED = "a canary in a message to one member"
MANY = 60


@pytest.fixture(scope="module")
def cluster_of_ours():
    with postgres.cluster() as running:
        yield running


@dataclass
class Place:
    """An installation that was lived in: what lies there, and the secrets of who lived there."""

    here: Installation
    backup: Path
    before: dict[Path, bytes]
    token: str
    voices: set[bytes]
    server_log: Path | None

    @property
    def files(self):
        return everything(self.here.place)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Amina signed in, wrote without her name, changed and deleted; the server has stopped."""
    address, server_log = "", None
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster_of_ours")
        address, server_log = cluster.url(cluster.new_database()), cluster.home / "log"
    (tmp_path / "tmp").mkdir()
    # Without one, letters are shown beside the log, as whoever tries it out wants them.
    away = "smtp://127.0.0.1:9"
    with installed(tmp_path, address, smtp=away, TMPDIR=str(tmp_path / "tmp")) as here:
        with here.making() as make:
            circle = crowded(make, "Night shifts")
            make.member("Amina", circle)
            thread = make.thread(circle, make.member("Bea", circle))
        with here.serving() as process, browser(here, PATIENCE) as client:
            she = sign_in(client)
            write(she, f"/t/{base32(thread.id)}")
            keep_for_herself(she)
            before = everything(here.settings.data_dir)
            process.terminate()
            process.wait(PATIENCE)
        backup = backup_deeds.write(here.house, tmp_path / "backups")
        with here.looking() as session:
            voices = {bytes(row["token"]) for row in Copy.of(session).rows["voices"]}
        token = she.cookie.partition(".")[0]
        yield Place(here, backup, before, token, voices, server_log)


def sign_in(client):
    [form] = [f for f in forms_of(client.get("/sign-in")) if f.action == "/sign-in"]
    typed = {"login": "amina", "password": PASSWORD}
    assert client.post("/sign-in", data=form.values | typed).status_code == 303
    return Someone(client, client.cookies[COOKIE])


def write(she, path):
    for words in (DELETED, EDITED, KEPT):
        form = she.form(path, f"{path}/replies")
        assert she.send(form, body=words, anonymous="on").status_code == 303
    written = dict(zip((DELETED, EDITED, KEPT), own_posts(she, path), strict=True))
    change = f"/p/{written[EDITED]}/edit"
    assert she.send(she.form(change, change), body="Said otherwise").status_code == 303
    form = she.form("/m/bea/message", "/m/bea/message")
    assert she.send(form, body=SEALED).status_code == 303
    leave = f"/p/{written[DELETED]}/delete"
    form = replace(she.form(leave, ""), action=leave)
    assert she.send(form).status_code == 303


def keep_for_herself(she):
    form = she.form("/evidence/new", "/evidence/new")
    what = {"what": FOR_HERSELF, "who": FOR_HERSELF, "change": FOR_HERSELF}
    assert she.send(form, **what).status_code == 303
    look = she.form("/evidence", "/evidence/search")
    assert FOR_HERSELF in she.send(look, q=FOR_HERSELF).text


def own_posts(she, path):
    return re.findall(r'href="/p/(\w+)/edit"', she.get(path).text)


def everything(place):
    """All that a folder holds, file by file, unpacked where it was packed."""
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found[path] = gzip.decompress(content) if path.suffix == ".backup" else content
    return found


def holding(files, words):
    return [path.name for path, content in files.items() if words.encode() in content]


def test_nothing_holds_the_secret_of_a_session(place):
    assert len(place.token) > 40

    assert holding(place.files, place.token) == []
    assert holding(place.files, PASSWORD) == []


def test_what_was_deleted_or_changed_is_nowhere_anymore(place):
    kept = holding(place.files, KEPT)
    assert place.backup.name in kept

    if place.here.house.database.is_sqlite:
        # It was there, so that this search can find it.
        assert holding(place.before, DELETED)
        assert "common-thread.db" in kept
    for words in (DELETED, EDITED):
        assert holding(place.files, words) == []


def test_her_evidence_file_is_readable_nowhere(place):
    with place.here.looking() as session:
        [sealed] = session.scalars(select(Sheet.sealed))

    # It was there, so that this search can find it.
    packed = gzip.decompress(place.backup.read_bytes())
    assert sealed[:20].hex().encode() in packed.lower()
    if place.here.house.database.is_sqlite:
        assert any(sealed[:20] in content for content in place.before.values())
        assert any(sealed[:20] in content for content in place.files.values())
    for shape in (FOR_HERSELF, FOR_HERSELF.encode().hex(), FOR_HERSELF.upper()):
        assert holding(place.files, shape) == []
        assert holding(place.before, shape) == []
    if place.server_log:
        assert FOR_HERSELF not in place.server_log.read_text()


def test_a_message_is_nowhere_in_the_clear(place):
    with place.here.looking() as session:
        [said] = session.scalars(select(Message))
        ring = place.here.house.ring
        assert Said.opened(ring, said.id, said.sealed).body == SEALED

    assert holding(place.before, SEALED) == holding(place.files, SEALED) == []


def test_logs_say_nothing_of_what_was_written_or_by_whom(place):
    logs = {"ours": (place.here.place / "log").read_text()}
    if place.server_log:
        logs["postgresql"] = place.server_log.read_text()

    assert "is at http" in logs["ours"]
    for said in logs.values():
        for words in (
            DELETED,
            EDITED,
            KEPT,
            FOR_HERSELF,
            "evidence",
            "amina",
            "Amina",
            "night-shifts",
            SEALED,
        ):
            assert words not in said


def test_no_temporary_file_is_left(place):
    assert list((place.here.place / "tmp").iterdir()) == []


def test_only_their_owner_reads_what_lies_there(place):
    for path in (place.backup, place.here.settings.keyring):
        assert path.stat().st_mode & 0o077 == 0
    for folder in (place.here.settings.data_dir, place.backup.parent):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_backup_holds_no_key_and_no_session(place):
    words = gzip.decompress(place.backup.read_bytes())
    ring = place.here.house.ring

    # The seeds are in it: without the keys they lead nowhere.
    assert all(token.hex().encode() in words for token in place.voices)
    assert place.voices
    for key in (ring.app, *ring.epochs.values()):
        for shape in (key, key.hex().encode(), base64.b64encode(key)):
            assert shape not in words
    with place.here.looking() as session:
        [hashed] = session.scalars(select(SessionRow.h))
    assert hashed.hex().encode() not in words


def agreement(one, other):
    """How far two orders of the same things agree: 1 wholly, 0 as chance would, -1 never."""
    places = {thing: place for place, thing in enumerate(other)}
    ranks = [places[thing] for thing in one]
    return statistics.correlation(range(len(ranks)), ranks)


@pytest.fixture
def new_pages(house):
    """PostgreSQL puts rows where others were before, as long as it keeps those pages."""
    if not house.database.is_sqlite:
        with house.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM FULL voices"))


@pytest.fixture
def one_by_one(new_pages, make, web, session, circle, bea):
    """Anonymous replies one after the other, in the order in which they were written."""
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, bea)
    for n in range(MANY):
        member = make.member(f"Member{n}", circle)
        web.as_(member).post(url("reply", thread_id=thread.id), body=f"{n}", anonymous="on")
    written = session.scalars(select(Post).where(Post.seq > 1).order_by(Post.seq)).all()
    session.rollback()
    return {
        "posts": [post.id for post in written],
        "voices": [bytes(post.voice).hex() for post in written],
    }


def test_a_backup_does_not_tell_in_what_order_things_came(house, one_by_one, tmp_path):
    path = backup_deeds.write(house, tmp_path / "backups")
    lines = gzip.decompress(path.read_bytes()).decode()

    for table, came in one_by_one.items():
        assert len(came) == MANY
        stands = sorted(came, key=lambda thing: lines.index(str(thing)))
        assert stands != came
        assert abs(agreement(came, stands)) < 0.5, table


def test_only_postgresqls_own_copy_tells_it(house, session, one_by_one):
    """What the operators’ page warns of: there the rows lie as they came. SQLite’s lie by key."""
    as_they_lie = "" if house.database.is_sqlite else " ORDER BY ctid"
    tokens = [
        bytes(t).hex() for t in session.scalars(text(f"SELECT token FROM voices{as_they_lie}"))
    ]

    told = agreement(one_by_one["voices"], [t for t in tokens if t in one_by_one["voices"]])

    assert abs(told) < 0.5 if house.database.is_sqlite else told > 0.9
