"""Cloning: only from where it is allowed, only data, within limits, and gone when nobody waits."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from longhaul.engine.context import call_in_child
from longhaul.engine.isolation import ChildRunner, Limits
from longhaul.model.outcome import Returned
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.projects.address import Address, RepositoryPolicy
from longhaul_worker.projects.errors import RepositoryError, error_of
from longhaul_worker.projects.git import Git, environment
from longhaul_worker.projects.plan_find import find_plan, plan_of
from longhaul_worker.projects.process import Ran, RunLimits, run
from longhaul_worker.projects.tree import MAX_FILES, Tree
from tests.support.waiting import eventually
from tests.worker.projects.repositories import bomb, commit, initialise, tag
from tests.worker.projects.serving import Hub


async def public(_host: str, _port: int) -> Sequence[str]:
    """Every host is a public one."""
    return ["140.82.121.4"]


async def private(_host: str, _port: int) -> Sequence[str]:
    """Every host is one of ours."""
    return ["140.82.121.4", "10.0.0.1"]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """git for one job."""
    home = tmp_path / "home"
    home.mkdir()
    return Git(home)


def local(path: Path) -> Address:
    """A repository on this disk, which no policy gives out."""
    return Address(f"file://{path}", "", 0, "file")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("https://GitHub.com/a/b.git", "https://github.com/a/b.git"),
        ("https://github.com/a/b/tree/main/docs?x=1#y", "https://github.com/a/b"),
        ("https://gitlab.com/group/sub/repo/-/tree/main", "https://gitlab.com/group/sub/repo"),
        ("https://codeberg.org/a/b/src/branch/main", "https://codeberg.org/a/b"),
    ],
)
async def test_the_address_of_a_page_means_its_repository(url: str, plain: str) -> None:
    address = await RepositoryPolicy(resolver=public).vetted(url)

    assert (plain, ("140.82.121.4",)) == (address.url, address.pinned)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://github.com/a/b", "PROTOCOL_FORBIDDEN"),
        ("file:///etc/passwd", "PROTOCOL_FORBIDDEN"),
        ("ext::sh -c touch% /tmp/x", "PROTOCOL_FORBIDDEN"),
        ("ssh://-oProxyCommand=x/a", "PROTOCOL_FORBIDDEN"),
        ("git@github.com:a/b", "PROTOCOL_FORBIDDEN"),
        ("--upload-pack=x", "PROTOCOL_FORBIDDEN"),
        ("/srv/repository", "PROTOCOL_FORBIDDEN"),
        ("https://example.com/a/b", "HOST_NOT_ALLOWED"),
        ("https://github.com.evil.org/a/b", "HOST_NOT_ALLOWED"),
        ("https://127.0.0.1/a/b", "HOST_NOT_ALLOWED"),
        ("https://user:secret@github.com/a/b", "SSRF_BLOCKED"),
        ("https://github.com:22/a/b", "SSRF_BLOCKED"),
        ("https://github.com", "INVALID_URL"),
        ("https://github.com/a/b\n--x", "INVALID_URL"),
    ],
)
async def test_other_addresses_are_refused(url: str, code: str) -> None:
    with pytest.raises((RepositoryError, FetchError)) as raised:
        await RepositoryPolicy(resolver=public).vetted(url)

    assert code == getattr(raised.value, "code", None)


async def test_a_host_with_one_address_of_our_own_network_is_refused() -> None:
    with pytest.raises(FetchError) as raised:
        await RepositoryPolicy(resolver=private).vetted("https://github.com/a/b")

    assert "SSRF_BLOCKED" == raised.value.code


async def test_the_environment_adds_hosts() -> None:
    policy = RepositoryPolicy.from_environment({"PROJECT_HOSTS": "git.example.com, Other.org"})

    assert {"git.example.com", "other.org", "github.com"} <= policy.hosts
    assert frozenset({"https"}) == policy.protocols


@pytest.mark.parametrize("ref", [None, "main", "feature/x", "v1", "v2"])
async def test_branches_and_tags_of_both_kinds_are_read(
    server: Hub, policy: RepositoryPolicy, git: Git, ref: str
) -> None:
    sha = commit(server.root / "a", {"a.txt": "1"})
    commit(server.root / "a", {"a.txt": "1"}, branch="feature/x")
    tag(server.root / "a", "v1")
    tag(server.root / "a", "v2", annotated=True)
    address = await policy.vetted(server.url("a"))

    head = await git.head(address, ref)
    clone = await git.clone(address, ref)

    assert head.sha == clone.sha
    assert "main" == head.default_branch
    assert (ref == "feature/x") or sha == head.sha


async def test_a_commit_can_be_named_by_its_hash(server: Hub, policy: RepositoryPolicy, git: Git) -> None:
    first = commit(server.root / "a", {"a.txt": "1"}, at=1_600_000_000)
    commit(server.root / "a", {"a.txt": "2"})

    clone = await git.clone(await policy.vetted(server.url("a")), first)

    assert first == clone.sha
    assert clone.committed_at is not None
    assert 2020 == clone.committed_at.year


@pytest.mark.parametrize("ref", ["nope", "f" * 40, "refs/heads/main", "main^"])
async def test_a_ref_that_is_not_there_is_said_to_be(server: Hub, policy: RepositoryPolicy, git: Git, ref: str) -> None:
    commit(server.root / "a", {"a.txt": "1"})
    address = await policy.vetted(server.url("a"))

    with pytest.raises(RepositoryError) as raised:
        await git.clone(address, (await git.head(address, ref)) and ref)

    assert "REF_NOT_FOUND" == raised.value.code


async def test_a_repository_without_commits_is_said_to_be_empty(
    server: Hub, policy: RepositoryPolicy, git: Git
) -> None:
    initialise(server.root / "a")
    address = await policy.vetted(server.url("a"))

    with pytest.raises(RepositoryError) as raised:
        await git.head(address, None)

    assert "REPO_EMPTY" == raised.value.code


async def test_a_pack_that_breaks_off_is_tried_again(server: Hub, policy: RepositoryPolicy, git: Git) -> None:
    commit(server.root / "a", {"a.bin": os.urandom(300_000)})
    server.is_cut_short = True

    with pytest.raises(RepositoryError) as raised:
        await git.clone(await policy.vetted(server.url("a")), None)

    assert ("CONNECTION_FAILED", "transient") == (raised.value.code, raised.value.kind)


async def test_a_repository_that_is_too_large_is_given_up(
    server: Hub, policy: RepositoryPolicy, tmp_path: Path
) -> None:
    commit(server.root / "a", {f"{n}.bin": os.urandom(400_000) for n in range(8)})
    git = Git(tmp_path, limit_mb=2)

    with pytest.raises(RepositoryError) as raised:
        await git.clone(await policy.vetted(server.url("a")), None)

    assert "TOO_LARGE" == raised.value.code


@pytest.mark.parametrize("protocol", ["https", "http", "ssh", "ext", "none"])
async def test_git_itself_refuses_other_protocols(tmp_path: Path, git: Git, protocol: str) -> None:
    commit(tmp_path / "a", {"a.txt": "1"})
    address = Address(f"file://{tmp_path / 'a'}", "x", 0, protocol)

    with pytest.raises(RepositoryError) as raised:
        await git.head(address, None)

    assert "PROTOCOL_FORBIDDEN" == raised.value.code


async def test_large_files_are_not_fetched_and_links_do_not_lead_outside(
    server: Hub, policy: RepositoryPolicy, git: Git
) -> None:
    (server.root).mkdir(exist_ok=True)
    links = {
        "PLAN.md": "/etc/passwd",
        "TODO.md": "../../../etc/passwd",
        "PROGRESS.md": "real/x.md",
        "loop.md": "loop.md",
    }
    commit(server.root / "a", {"big.bin": os.urandom(2_000_000), "real/x.md": "- [x] a\n"}, links=links)

    clone = await git.clone(await policy.vetted(server.url("a")), None)
    tree = Tree.of(clone.directory)

    assert tree.entries["big.bin"].size is None
    assert tree.read("big.bin") is None
    assert [None, None, None] == [tree.read(path) for path in ("PLAN.md", "TODO.md", "loop.md")]
    found = find_plan(tree, None).plan
    assert found is not None
    assert ("PROGRESS.md", 1) == (found.path, found.done)


def test_a_repository_that_means_more_files_than_anybody_has_is_read_as_far_as_allowed(tmp_path: Path) -> None:
    bomb(tmp_path / "a")

    tree = Tree.of(tmp_path / "a")

    assert not tree.is_complete
    assert MAX_FILES == len(tree.entries)


async def test_nothing_of_the_workers_environment_reaches_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch /tmp/owned")
    monkeypatch.setenv("MONGODB_URI", "mongodb://secret")

    ran = await run(["env"], environment=environment(tmp_path, "https"), limits=RunLimits(10))

    names = {line.split("=")[0] for line in ran.output.decode().splitlines()}
    assert {"GIT_ALLOW_PROTOCOL", "GIT_TERMINAL_PROMPT", "HOME", "PATH"} <= names
    assert not names & {"GIT_SSH_COMMAND", "MONGODB_URI"}


async def test_a_command_that_takes_too_long_is_killed_with_what_it_started(tmp_path: Path) -> None:
    note, seconds = tmp_path / "child", 0.5
    note.touch()
    script = f"sleep 600 & echo $! > {note}; wait"

    while not note.read_text():  # on a busy machine it may be killed before it has started anything
        with pytest.raises(TimeoutError):
            await run(["sh", "-c", script], environment={"PATH": os.environ["PATH"]}, limits=RunLimits(seconds))
        seconds *= 2

    child = int(note.read_text())
    await eventually(lambda: not is_running(child), description="the child is gone")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
async def test_a_command_dies_with_the_worker(tmp_path: Path) -> None:
    code = (
        "import asyncio, os\n"
        "from longhaul_worker.projects.process import RunLimits, run\n"
        f"script = 'echo $$ > {tmp_path}/pid; exec sleep 60'\n"
        "asyncio.run(run(['sh', '-c', script], environment={'PATH': os.environ['PATH']}, limits=RunLimits(60)))\n"
    )
    worker = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    await eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip())
    child = int((tmp_path / "pid").read_text())

    worker.send_signal(signal.SIGKILL)
    await worker.wait()

    await eventually(lambda: not is_running(child), description="the command is gone")


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("status", "errors", "code"),
    [
        (128, "fatal: could not read Username for 'https://x': terminal prompts disabled", "AUTH_REQUIRED"),
        (128, "fatal: repository 'https://x/' not found", "REPO_NOT_FOUND"),
        (128, "fatal: unable to access 'https://x/': Could not resolve host: x", "CONNECTION_FAILED"),
        (128, "fatal: unable to access 'https://x/': The requested URL returned error: 503", "SERVER_ERROR"),
        (128, "fatal: unable to access 'https://x/': SSL certificate problem: expired", "BAD_CERTIFICATE"),
        (128, "warning: Could not find remote branch x\nfatal: Remote branch x not found in upstream", "REF_NOT_FOUND"),
        (128, "fatal: write error: No space left on device", "WORKER_FULL"),
        (128, "something new", "GIT_FAILED"),
        (127, "", "GIT_MISSING"),
        (-signal.SIGXFSZ, "", "TOO_LARGE"),
    ],
)
def test_what_git_says_becomes_an_error_with_a_code(status: int, errors: str, code: str) -> None:
    error = error_of(Ran(status, b"", errors), "x", "x", 200)

    assert code == error.code


async def test_a_child_of_the_engine_reads_a_repository_within_its_limits(tmp_path: Path) -> None:
    commit(tmp_path / "a", {"PLAN.md": "- [x] a\n- [ ] b\n"})
    limits = Limits(memory_mb=1024, cpu_s=30, file_mb=64, wall_s=60)
    runner = ChildRunner()

    async def on_call(_method: str, _args: dict[str, object]) -> None:
        raise AssertionError

    try:
        ended = await asyncio.wait_for(
            runner.run(call_in_child, plan_of, (str(tmp_path / "a"), None), limits=limits, on_call=on_call), 60
        )
    finally:
        await runner.stop()

    assert isinstance(ended.outcome, Returned)
    assert 2 == ended.outcome.result["plan"]["total"]
