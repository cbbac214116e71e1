"""Every machine asks its own registry, and gets the same bytes."""

from __future__ import annotations

import json
import re

from tests.house.tree import ROOT

PYTHON_LOCKS = tuple(path.name for path in ROOT.glob("requirements*.txt"))


def test_lock_files_name_no_host() -> None:
    python = {name for name in PYTHON_LOCKS if "//" in text(name) or "index" in text(name)}
    node = {name for name, package in node_packages().items() if "resolved" in package}
    assert not python | node


def test_every_python_package_is_pinned_with_its_hashes() -> None:
    for name in PYTHON_LOCKS:
        blocks = re.split(r"\n(?=\S)", text(name))
        packages = [block for block in blocks if not block.startswith("#")]
        assert packages
        assert not {block.partition(" ")[0] for block in packages if "==" not in block or "--hash=sha256:" not in block}


def test_every_node_package_is_pinned_with_its_hash() -> None:
    locked = {name: package for name, package in node_packages().items() if name}
    assert locked
    assert not {name for name, package in locked.items() if not str(package.get("integrity", "")).startswith("sha512-")}


def test_package_json_asks_for_exact_versions() -> None:
    asked = json.loads(text("package.json"))
    versions = asked["dependencies"] | asked["devDependencies"]
    assert not {name: version for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)}


def node_packages() -> dict[str, dict[str, object]]:
    packages: dict[str, dict[str, object]] = json.loads(text("package-lock.json"))["packages"]
    return packages


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
