"""Server processes that log for programs and count for Prometheus."""

import json
import signal
from urllib.request import urlopen

import httpx2

from tests.faults.installation import UNUSED, at_browser, free_port, installed
from tests.postgres import Cluster


def test_each_line_is_an_object_and_each_process_has_its_numbers(tmp_path, cluster: Cluster):
    port, url = free_port(), cluster.url(cluster.new_database())
    more = {"LOG_FORMAT": "json", "METRICS_PORT": str(port), "WORKERS": "2"}
    with installed(tmp_path, url, **more) as here:
        with here.making() as make:
            amina = make.member("Amina", make.circle())
        with here.serving() as process:
            for _ in range(6):
                with at_browser(here, amina) as someone:
                    assert someone.get("/").status_code == 200
            httpx2.post(here.address + "/sign-in", content=b"\xff%", verify=UNUSED)
            ports = (port, port + 1)
            texts = [urlopen(f"http://127.0.0.1:{p}/metrics").read().decode() for p in ports]
            process.send_signal(signal.SIGTERM)
            process.wait(20)

        lines = [json.loads(line) for line in here.log().splitlines()]

    assert all("common_thread_request_seconds" in text for text in texts)
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    assert "It serves." in {line["message"] for line in lines}
