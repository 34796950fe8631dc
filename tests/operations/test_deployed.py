"""What an operator is given to start it by: each name in it is one that there is."""

import re
import shutil
import subprocess

import yaml

from app.commands.postgresql import _WRONG
from app.core import settings
from app.core.settings import ROOT, Settings
from tests.required import missing

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"].startswith("common-thread:")}
SETTINGS = {name.upper() for name in Settings.model_fields}
# Told of systemd, and of Python.
BESIDE = {"CREDENTIALS_DIRECTORY", "PYTHONDONTWRITEBYTECODE"}


def test_every_setting_in_the_compose_file_is_one():
    for service in OURS.values():
        assert set(service["environment"]) <= SETTINGS | BESIDE
        assert all(secret.upper() in SETTINGS for secret in service["secrets"])


def test_every_file_volume_network_and_secret_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), volume
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
        assert set(service.get("depends_on", ())) <= set(SERVICES)


def test_whoever_is_waited_for_says_when_she_is_well():
    waited = [
        (on, how) for one in SERVICES.values() for on, how in one.get("depends_on", {}).items()
    ]
    for on, how in waited:
        if how["condition"] == "service_healthy":
            assert "test" in SERVICES[on]["healthcheck"], on
    assert all(service["restart"] for service in SERVICES.values())


def test_two_answer_the_proxy_knows_both_and_one_alone_sends_mail():
    answering = {name for name, one in OURS.items() if "command" not in one}
    apps = {app.partition(":") for app in SERVICES["proxy"]["environment"]["APPS"].split()}
    (port,) = re.findall(r"^    PORT=(\d+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    sends = [name for name, one in OURS.items() if "work" in one.get("command", ())]

    assert len(answering) == 2
    assert apps == {(name, ":", port) for name in answering}
    assert {OURS[name]["environment"]["WORKER"] for name in answering} == {"0"}
    assert sends == ["mail"]
    caddy = set(re.findall(r"\{\$(\w+)", (DEPLOY / "Caddyfile").read_text()))
    assert set(SERVICES["proxy"]["environment"]) == {"SITE", "APPS"} <= caddy


def test_only_the_proxy_is_reached_and_only_it_and_the_mail_reach_out():
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    outside = {name for name, one in SERVICES.items() if "outside" in one["networks"]}
    assert outside == {"proxy", "mail"}
    assert COMPOSE["networks"]["inside"]["internal"]


def test_neither_the_database_nor_what_is_shared_keeps_who_did_what_and_when():
    lines = (DEPLOY / "postgresql.conf").read_text().splitlines()
    chosen = dict(line.split(" = ") for line in lines if " = " in line)
    assert set(_WRONG) <= set(chosen)
    assert [name for name, (is_wrong, _) in _WRONG.items() if is_wrong(chosen[name])] == []
    redis = (DEPLOY / "redis.conf").read_text()
    assert 'save ""\nappendonly no\n' in redis
    assert "redis.conf" in " ".join(SERVICES["redis"]["command"])
    assert "postgresql.conf" in " ".join(SERVICES["postgresql"]["command"])


def test_the_proxy_keeps_no_record_of_requests():
    site = (DEPLOY / "Caddyfile").read_text().partition("{$SITE}")[2]
    assert not re.search(r"^\s*log\b", site, re.MULTILINE)


def test_the_unit_names_settings_and_is_fenced_in(tmp_path):
    unit = (DEPLOY / "common-thread.service").read_text()
    names = set(re.findall(r"([A-Z_]+)=", "".join(re.findall(r"^Environment=.*$", unit, re.M))))
    secret = set(re.findall(r"^LoadCredential=(\w+):", unit, re.MULTILINE))

    assert names <= SETTINGS | BESIDE
    assert {name.upper() for name in secret} <= SETTINGS
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        missing("systemd", "there is no systemd-analyze here")
    # The program is not in its place on this machine.
    copy = tmp_path / "common-thread.service"
    copy.write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", unit, flags=re.M)
    )
    said = subprocess.run([analyse, "verify", copy], capture_output=True, text=True, check=False)
    assert "common-thread.service" not in said.stderr


def test_the_nightly_backup_knows_the_same_places_and_the_same_user():
    server = told((DEPLOY / "common-thread.service").read_text())
    backup = told((DEPLOY / "common-thread-backup.service").read_text())
    timer = (DEPLOY / "common-thread-backup.timer").read_text()
    script = (ROOT / "docs" / "operators.md").read_text()

    assert server["Environment"] & backup["Environment"] == backup["Environment"]
    for name in ("User", "DynamicUser", "UMask", "EnvironmentFile", "WorkingDirectory"):
        assert server[name] == backup[name], name
    assert server["StateDirectory"] < backup["StateDirectory"]
    assert "common-thread/backups" in backup["StateDirectory"]
    assert "Persistent=yes" in timer
    assert f"StateDirectory='{' '.join(sorted(backup['StateDirectory']))}'" in script


def told(unit):
    """What each line of a unit gives, in words."""
    found = {}
    for name, said in re.findall(r"^([A-Za-z]+)=(.*)$", unit, re.MULTILINE):
        found.setdefault(name, set()).update(said.split())
    return found


def test_a_secret_comes_from_a_file_of_its_name(tmp_path, monkeypatch):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "database_url").write_text("postgresql://common_thread:secret@postgresql/house\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert settings.read().database == "postgresql+psycopg://common_thread:secret@postgresql/house"
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/house")
    assert settings.read().database == "postgresql+psycopg://elsewhere/house"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DATABASE_URL")
    assert settings.read().database.startswith("sqlite")
