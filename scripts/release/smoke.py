"""Tries a release: installed away from the checkout, on a mongod of its own, from a CV to a typeset application."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from httpx_sse import connect_sse

from longhaul.testing.mongod import MongodError, mongod
from longhaul.testing.ports import HeldPort
from scripts.demo.inputs import advert_html
from scripts.release.installing import Installed, install, run
from scripts.release.steps import Steps
from scripts.release.version import Refused
from scripts.stack import Service, StackError

_ENDS: Final = {"job.completed", "job.failed", "job.cancelled"}
_ENDED_BY_SIGTERM: Final = {"api": {0}, "worker": {0}, "web": {0, 143}}
"""Next's server ends by itself too, and says with which signal, as shells do."""
CV: Final = """Ines Marchetti
Senior Backend Engineer
Turin, Italy | ines.marchetti@example.org

Experience

Senior Backend Engineer, Portolan Data, Turin
March 2021 - present
- Built the ingestion service in Python and FastAPI that reads 40 million positions a day

Education

MSc Computer Engineering, Politecnico di Torino, 2015 - 2017

Skills

Python, FastAPI, MongoDB, Docker
"""


@dataclass
class _Running:
    """The installed processes, by name, in the order of their start."""

    installed: Installed
    mongodb_uri: str
    services: dict[str, Service]

    def start(self, name: str, command: list[str | Path], port: HeldPort, **more: str) -> Service:
        directory = self.installed.directory
        log = directory / f"{name}.log"
        environment = self.installed.environment(
            MONGODB_URI=self.mongodb_uri, HOST="127.0.0.1", PORT=str(port.number), **more
        )
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.services[name] = Service(name, process, port.number, log)
        return self.services[name]

    def stop(self) -> dict[str, int]:
        """End all, the youngest first; how each ended."""
        return {name: self.services.pop(name).stop() for name in reversed(list(self.services))}


def smoke(dist: Path, version: str, steps: Steps) -> None:
    """Install and use everything of `dist`. Raises `Refused` where something is not as it should be."""
    with tempfile.TemporaryDirectory(prefix="longhaul-smoke-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        installed = install(dist, directory, version, steps)
        try:
            with mongod(directory / "mongod") as database:
                _try_all(installed, database.uri, version, steps)
        except (StackError, MongodError, httpx.HTTPError) as error:
            raise Refused(f"{type(error).__name__}: {error}") from error


def _try_all(installed: Installed, mongodb_uri: str, version: str, steps: Steps) -> None:
    running = _Running(installed, mongodb_uri, {})
    try:
        with HeldPort() as api_port, HeldPort() as worker_port, HeldPort() as web_port:
            with steps.step("start API, worker and web"):
                api = running.start("api", [installed.api / "bin/longhaul-api"], api_port)
                worker = running.start("worker", [installed.worker / "bin/longhaul-worker"], worker_port)
                command: list[str | Path] = ["node", installed.web / "server.js"]
                web = running.start("web", command, web_port, HOSTNAME="127.0.0.1", API_ORIGIN=api.url)
                for service in (api, worker, web):
                    service.wait_until_ready()
            with _client(f"{web.url}/api") as through_web:
                _apply(through_web, steps)
            _look_around(running, version, steps)
            with steps.step("stop everything by SIGTERM") as step:
                ended = running.stop()
                wrong = {name: status for name, status in ended.items() if status not in _ENDED_BY_SIGTERM[name]}
                _hold(wrong, {}, "what did not end well, with its status")
                step.result = ", ".join(f"{name} {status}" for name, status in ended.items())
    finally:
        for service in running.services.values():
            service.kill()


def _apply(web: httpx.Client, steps: Steps) -> None:
    """A CV, an advert and an application for it, asked of the web's /api and followed there."""
    with steps.step("read a CV, followed through the web") as step:
        resume, events = _done(web, "resume.parse", {"text": CV})
        _hold(resume["result"]["resume"]["basics"]["name"], "Ines Marchetti", "the name in the CV")
        step.result = f"{events} events"
    with steps.step("read an advert") as step:
        sent = web.post("/artifacts", files={"file": ("advert.html", advert_html(), "text/html")}).raise_for_status()
        posting, events = _done(web, "posting.extract", {"artifact_id": sent.json()["id"]})
        step.result = f"{events} events"
    with steps.step("typeset an application") as step:
        pair = {"resume_id": resume["result"]["resume_id"], "posting_id": posting["result"]["posting_id"]}
        packet, _ = _done(web, "packet.generate", pair)
        cv = next(file for file in packet["artifacts"] if file["kind"] == "cv")
        content = web.get(f"/artifacts/{cv['id']}").raise_for_status().content
        _hold(content[:5], b"%PDF-", "the beginning of the typeset CV")
        step.result = f"{cv['filename']}, {len(content) / 1000:.0f} kB"


def _done(web: httpx.Client, task: str, args: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Ask for a job and follow its stream to the end; the job as it is then, and how many events there were."""
    asked = web.post("/background-jobs", json={"type": task, "args": args})
    if not asked.is_success:
        raise Refused(f"{task} was answered with {asked.status_code}: {asked.text[:300]}")
    job_id, cursor = asked.json()["job_id"], asked.json()["cursor"]
    seen: list[str] = []
    with connect_sse(web, "GET", "/events/stream", params={"job": job_id, "after": cursor}) as source:
        source.response.raise_for_status()
        for frame in source.iter_sse():
            if frame.event.startswith("job."):
                seen.append(frame.event)
            if frame.event in _ENDS:
                break
    job = web.get(f"/background-jobs/{job_id}").raise_for_status().json()
    if seen[-1:] != ["job.completed"] or job["status"] != "succeeded":
        raise Refused(f"{task} ended as {job['status']}: {json.dumps(job.get('error'))[:300]}")
    return job, len(seen)


def _look_around(running: _Running, version: str, steps: Steps) -> None:
    """What operators use: pages, metrics, the API's description of itself, the command line."""
    api, worker, web = (running.services[name] for name in ("api", "worker", "web"))
    with steps.step("pages, metrics and the API's description"):
        for service, path in ((web, "/"), (web, "/jobs"), (api, "/metrics"), (worker, "/metrics")):
            with _client(service.url) as client:
                text = client.get(path).raise_for_status().text
            _hold("longhaul" in text.lower(), True, f"whether {path} of the {service.name} speaks of Longhaul")
        with _client(api.url) as client:
            described = client.get("/openapi.json").raise_for_status().json()
        _hold(described["info"]["version"], version, "the version that the API says")
    with steps.step("the command longhaul") as step:
        command = running.installed.api / "bin/longhaul"
        environment = running.installed.environment(MONGODB_URI=running.mongodb_uri)

        def say(*arguments: str) -> str:
            return run([command, *arguments], running.installed.directory, environment)

        _hold(version in say("--version"), True, "whether longhaul --version says the version")
        lines = say("jobs", "ls", "--json")
        for task in ("resume.parse", "posting.extract", "packet.generate"):
            _hold(task in lines, True, f"whether longhaul jobs ls --json has {task}")
        say("doctor")
        step.result = "--version, jobs ls --json, doctor"
    with steps.step("the web's own command for accounts") as step:
        accounts = run(["node", "user.mjs", "list"], running.installed.web, environment)
        _hold(accounts.strip(), "", "the accounts of a new installation")
        step.result = "none yet"


@contextmanager
def _client(url: str) -> Generator[httpx.Client]:
    """A client of a server on this machine, which asks no proxy, reads no certificates, and says what browsers say."""
    said = {"Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=url, headers=said, timeout=60, verify=False, trust_env=False) as client:  # noqa: S501
        yield client


def _hold(actual: object, expected: object, what: str) -> None:
    if actual != expected:
        raise Refused(f"{what}: expected {expected!r}, got {actual!r}")
