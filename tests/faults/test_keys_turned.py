"""Keys that are turned and burnt from the terminal while a server answers."""

import re

from sqlalchemy import select

from app.community.threads.models import Post, Thread
from app.core.keys import base32
from tests.adversary.linking import Copy, StolenKeys, named
from tests.faults.installation import PATIENCE, at_browser, crowded


def write(she, path, words):
    form = she.form(path, f"{path}/replies")
    return she.send(form, body=words, anonymous="on").status_code


def test_a_burnt_key_is_forgotten_by_the_server_that_runs(here):
    with here.making() as make:
        circle = crowded(make, "Night shifts")
        amina, bea = (make.member(name, circle) for name in ("Amina", "Bea"))
        thread = make.thread(circle, bea)
    path, epoch = f"/t/{base32(thread.id)}", thread.key_epoch
    stolen = StolenKeys.of(here.settings.keyring.read_text())

    with here.serving(), at_browser(here, amina) as she:
        assert write(she, path, "Before") == 303
        [edit] = re.findall(r'href="(/p/\w+/edit)"', she.get(path).text)
        with here.looking() as session:
            assert len(named(Copy.of(session), stolen)) == 1

        assert here.run(f"keys burn {epoch} --yes").wait(PATIENCE) == 0

        assert she.get(edit).status_code == 403
        assert write(she, path, "After") == 303
    with here.looking() as session:
        assert session.scalars(select(Thread.key_epoch)).all() == [f"{epoch}.2"]
        assert len(set(session.scalars(select(Post.voice).where(Post.seq > 1)))) == 2
        assert named(Copy.of(session), stolen) == {}
    assert "Traceback" not in here.log()
