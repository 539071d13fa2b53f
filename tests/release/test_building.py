"""What is built holds what it must, the same each time, and nothing of the machine it was built on."""

from __future__ import annotations

import email
import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from scripts.release.archives import Entry, write_archive, write_sums
from scripts.release.building import build_wheel, wheel_files
from scripts.release.version import PYTHON_PACKAGES, ROOT, Refused
from scripts.release.web import read_web

_EPOCH = 1_700_000_000
_ID, _KEY = "k3Yx0aBcDeFgHiJkLmNoP", "9f" * 32
_CONFIG = '{"outputFileTracingRoot":"%s","experimental":{"cpus":%d},"turbopack":{"root":"%s"}}'


def next_build(standalone: Path, root: Path, build_id: str, key: str, cpus: int) -> Path:
    """What Next leaves of a small web that is built in `root`."""
    server = standalone / "apps/web"
    files = {
        "server.js": f"const nextConfig = {_CONFIG % (root, cpus, root)}",
        "package.json": json.dumps(
            {
                "name": "w",
                "version": "0.1.0",
                "private": True,
                "license": "L",
                "type": "module",
                "scripts": {"dev": "x"},
            }
        ),
        ".next/BUILD_ID": build_id,
        ".next/required-server-files.json": json.dumps({"appDir": f"{root}/apps/web", "experimental": {"cpus": cpus}}),
        ".next/prerender-manifest.json": json.dumps({"preview": {"previewModeId": key}}),
        ".next/server/server-reference-manifest.json": json.dumps({"encryptionKey": "A" * 43 + "="}),
        ".next/server/app/index.html": f"<html data-build={build_id}>",
        ".next/server/route-cache/left": "by a server that ran",
        f".next/static/{build_id}/manifest.js": "{}",
    }
    for name, text in files.items():
        path = server / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    module = standalone / "node_modules/mongodb"
    module.mkdir(parents=True)
    (module / "index.js").write_text("driver")
    (server / ".next/node_modules").mkdir()
    (server / ".next/node_modules/mongodb-1").symlink_to("../../../../node_modules/mongodb")
    root.mkdir(exist_ok=True)
    (root / "LICENSE").write_text("L")
    return standalone


def digest(path: Path) -> str:
    """What tells one file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("folder", PYTHON_PACKAGES)
def test_a_wheel_has_its_package_whole_its_licence_and_nothing_else(folder: str, tmp_path: Path) -> None:
    wheel = build_wheel(ROOT / folder, tmp_path, _EPOCH)

    files = wheel_files(wheel)
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        said = email.message_from_bytes(archive.read(metadata))
        names = archive.namelist()
    (package,) = {name.partition("/")[0] for name in files}
    assert f"{package}/py.typed" in files
    assert [] != [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    assert "text/markdown" == said["Description-Content-Type"]
    assert said.get_payload() == (ROOT / folder / "README.md").read_text()
    assert [] == [name for name in names if "test_" in name or name.endswith(".pyc")]


def test_the_wheel_of_the_worker_has_the_data_that_its_handlers_read(tmp_path: Path) -> None:
    files = wheel_files(build_wheel(ROOT / "apps/worker", tmp_path, _EPOCH))

    endings = {Path(name).suffix for name in files}
    assert {".yaml", ".typ", ".tex", ".ttf"} < endings


def test_a_wheel_is_the_same_each_time(tmp_path: Path) -> None:
    wheels = [build_wheel(ROOT / "packages/career", tmp_path / name, _EPOCH) for name in ("one", "two")]

    assert digest(wheels[0]) == digest(wheels[1])


def test_a_wheel_that_lacks_a_file_of_its_package_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "demo"
    (package / "src/demo").mkdir(parents=True)
    (package / "src/demo/__init__.py").touch()
    (package / "src/demo/notes.log").write_text("left by somebody")
    (package / "pyproject.toml").write_text(
        '[project]\nname = "demo"\nversion = "1"\n[build-system]\nrequires = ["hatchling"]\n'
        'build-backend = "hatchling.build"\n[tool.hatch.build.targets.wheel]\npackages = ["src/demo"]\n'
        'exclude = ["*.log"]\n'
    )

    with pytest.raises(Refused, match=r"differ in demo/notes\.log"):
        build_wheel(package, tmp_path / "into", _EPOCH)


def test_an_archive_is_the_same_whenever_and_by_whomever_it_is_written(tmp_path: Path) -> None:
    entries = {"b": Entry(b"2", executable=True), "a/c": Entry(b"1"), "link": Entry(link="b")}
    for name in ("one", "two"):
        write_archive(tmp_path / name, "folder", dict(sorted(entries.items(), reverse=name == "two")), _EPOCH)

    with tarfile.open(tmp_path / "one") as archive:
        members = archive.getmembers()
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert ["folder/a/c", "folder/b", "folder/link"] == [member.name for member in members]
    assert {(_EPOCH, 0, 0, "", "")} == {(one.mtime, one.uid, one.gid, one.uname, one.gname) for one in members}
    assert [0o644, 0o755, 0o777] == [member.mode for member in members]


def test_the_web_is_the_same_from_another_folder_at_another_time(tmp_path: Path) -> None:
    one = next_build(tmp_path / "1", tmp_path / "here", _ID, _KEY, 1)
    two = next_build(tmp_path / "2", tmp_path / "elsewhere", _ID[::-1], _KEY[::-1], 7)

    webs = [read_web(one, tmp_path / "here", "0.1.0"), read_web(two, tmp_path / "elsewhere", "0.1.0")]

    assert webs[0] == webs[1]


def test_the_web_has_its_server_at_the_top_and_its_modules_beside_it(tmp_path: Path) -> None:
    web = read_web(next_build(tmp_path / "1", tmp_path / "here", _ID, _KEY, 1), tmp_path / "here", "0.1.0")

    text = b"".join(entry.content for entry in web.values())
    assert {"server.js", "package.json", "LICENSE", "node_modules/mongodb/index.js"} < set(web)
    assert "../../node_modules/mongodb" == web[".next/node_modules/mongodb-1"].link
    assert {"start": "node server.js"} == json.loads(web["package.json"].content)["scripts"]
    assert [] == [name for name in web if "route-cache" in name or _ID in name]
    assert [] == [secret for secret in (_ID, _KEY, str(tmp_path)) if secret.encode() in text]


def test_another_text_in_the_web_gives_another_build_id(tmp_path: Path) -> None:
    standalone = next_build(tmp_path / "1", tmp_path / "here", _ID, _KEY, 1)
    before = read_web(standalone, tmp_path / "here", "0.1.0")[".next/BUILD_ID"].content
    (standalone / "node_modules/mongodb/index.js").write_text("another driver")

    after = read_web(standalone, tmp_path / "here", "0.1.0")[".next/BUILD_ID"].content

    assert (len(_ID), len(_ID)) == (len(before), len(after))
    assert before != after


def test_a_web_that_still_names_the_folder_it_was_built_in_is_refused(tmp_path: Path) -> None:
    standalone = next_build(tmp_path / "1", tmp_path / "here", _ID, _KEY, 1)
    (standalone / "apps/web/.next/server/chunk.js").write_text(f'import "{tmp_path}/here/apps/web/x.js"')

    with pytest.raises(Refused, match=r"still names the folder .*chunk\.js"):
        read_web(standalone, tmp_path / "here", "0.1.0")


def test_digests_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")

    write_sums(tmp_path)

    ran = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"],  # noqa: S607 - from PATH
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ["a: OK", "b: OK"] == ran.stdout.splitlines()


def test_an_empty_file_and_a_long_name_survive_an_archive(tmp_path: Path) -> None:
    entries = {"x" * 200: Entry(b""), "é/ü": Entry(b"text")}

    write_archive(tmp_path / "a.tar.gz", "folder", entries, _EPOCH)

    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        read = {one.name: (archive.extractfile(one) or io.BytesIO()).read() for one in archive.getmembers()}
    assert {f"folder/{'x' * 200}": b"", "folder/é/ü": b"text"} == read
