"""A list of passwords that others have lost is looked into without being read."""

from hashlib import sha1

import pytest

from app.core import settings
from app.core.settings import BadSettings
from app.people.members import breached

LOST = "copper lantern drizzle"
WORDS = "This one has become known"


def hashes(*passwords):
    return sorted(sha1(p.encode(), usedforsecurity=False).hexdigest().upper() for p in passwords)


@pytest.fixture
def listed(tmp_path):
    def write(passwords, end="\r\n", count=":3"):
        path = tmp_path / "pwned.txt"
        path.write_bytes("".join(f"{h}{count}{end}" for h in hashes(*passwords)).encode())
        return path

    return write


@pytest.mark.parametrize(("end", "count"), [("\r\n", ":3"), ("\n", ":1234567"), ("\n", "")])
def test_every_line_is_found_and_no_other(listed, end, count):
    passwords = [f"word {n}" for n in range(300)]
    path = listed(passwords, end, count)

    assert all(breached.is_known(password, path) for password in passwords)
    assert not any(breached.is_known(f"other {n}", path) for n in range(300))


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_also_where_there_is_little_in_it(listed, number):
    passwords = [f"word {n}" for n in range(number)]
    path = listed(passwords)

    assert all(breached.is_known(password, path) for password in passwords)
    assert not breached.is_known("another", path)


def test_small_letters_and_a_last_line_without_an_end_count(tmp_path):
    path = tmp_path / "list"
    path.write_text("\n".join(hashes("a", "b", "c")).lower())

    assert all(breached.is_known(password, path) for password in "abc")


def test_it_reads_little(tmp_path, listed):
    class Counting:
        def __init__(self, file):
            self.file, self.reads = file, 0

        def seek(self, *where):
            return self.file.seek(*where)

        def tell(self):
            return self.file.tell()

        def readline(self, most):
            self.reads += 1
            return self.file.readline(most)

    path = listed([f"word {n}" for n in range(5000)])
    with path.open("rb") as file:
        counting = Counting(file)
        breached._has(counting, hashes("word 7")[0].encode())

    assert counting.reads < 60


def test_a_file_that_went_away_stops_nobody(tmp_path, caplog):
    assert breached.is_known("a", tmp_path / "none") is False
    assert "list of breached passwords" in caplog.text
    assert breached.is_known("a", None) is False


def test_it_is_refused_where_a_password_is_chosen(web_with, postbox, listed, amina):
    web = web_with(breached_passwords=listed([LOST]))
    joined = {"handle": "dora", "email": "dora@example.org", "accept_guidelines": "on"}
    join = web.send(web.visitor().get("/join"), "/join", **joined, password=LOST)
    change = web.as_(amina).post("/settings/password", new_password=LOST)
    web.send(web.visitor().get("/forgot-password"), "/forgot-password", email=amina.email)
    path = postbox.link("/reset-password/")
    web.get(path)
    reset = web.post(path, password=LOST)

    for answer in (join, change, reset):
        assert answer.status_code == 422
        assert WORDS in answer.text
    # Who has it already signs in with it.
    assert web.post(path, password="maple thunder violin").status_code == 303


def test_the_measure_of_strength_stays(web_with, listed, amina):
    web = web_with(breached_passwords=listed([LOST]))

    answer = web.as_(amina).post("/settings/password", new_password="amina amina amina")

    assert "easy to guess" in answer.text


def test_without_a_list_none_is_asked(web, amina):
    assert web.as_(amina).post("/settings/password", new_password=LOST).status_code == 303


def test_a_setting_that_leads_nowhere_is_said_at_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("BREACHED_PASSWORDS", str(tmp_path / "none"))

    with pytest.raises(BadSettings, match="BREACHED_PASSWORDS"):
        settings.read()
