"""Server processes that log for programs and count for Prometheus."""

import json
import signal
import time
from urllib.error import URLError
from urllib.request import urlopen

import httpx2

from tests.faults.installation import PATIENCE, UNUSED, at_browser, free_ports, installed
from tests.postgres import Cluster


def numbers_of(address: str) -> str:
    """What a process counts; the site is there as soon as one of them is, so another may come."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address) as answer:
                return answer.read().decode()
        except URLError:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_each_line_is_an_object_and_each_process_has_its_numbers(tmp_path, cluster: Cluster):
    port, url = free_ports(2), cluster.url(cluster.new_database())
    more = {"LOG_FORMAT": "json", "METRICS_PORT": str(port), "WORKERS": "2"}
    with installed(tmp_path, url, **more) as here:
        with here.making() as make:
            amina = make.member("Amina", make.circle())
        with here.serving() as process:
            for _ in range(6):
                with at_browser(here, amina) as someone:
                    assert someone.get("/").status_code == 200
            httpx2.post(here.address + "/sign-in", content=b"\xff%", verify=UNUSED)
            texts = [numbers_of(f"http://127.0.0.1:{p}/metrics") for p in (port, port + 1)]
            process.send_signal(signal.SIGTERM)
            process.wait(20)

        lines = [json.loads(line) for line in here.log().splitlines()]

    assert all("common_thread_request_seconds" in text for text in texts)
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    assert "It serves." in {line["message"] for line in lines}
