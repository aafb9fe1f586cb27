"""Who may import whom: the arrows of docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"close_sms", "schemas", "strategies", "conformance", "tests"}
MAY = {
    "schemas": {"schemas"},
    "strategies": {"strategies", "schemas"},
    "conformance": {"conformance", "strategies", "schemas", "close_sms"},
    "close_sms": {"close_sms"},
    "close_sms/mock": {"close_sms.mock"},
}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(file: Path) -> set[str]:
    return {name for name in imported(file) if name.split(".")[0] in OURS}


def within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in allowed)


@pytest.mark.parametrize("package", MAY)
def test_package_imports_only_what_it_may(package: str) -> None:
    files = [file for file in (ROOT / package).rglob("*.py") if package != "close_sms" or "mock" not in file.parts]
    strangers = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in ours(file)
        if not within(name, MAY[package])
    }
    assert files
    assert strangers == set()


def test_only_the_endpoint_imports_the_mock() -> None:
    importing = {
        file.relative_to(ROOT).as_posix()
        for folder in ("close_sms", "conformance", "strategies", "schemas")
        for file in (ROOT / folder).rglob("*.py")
        if "mock" not in file.parts and any(within(name, {"close_sms.mock"}) for name in ours(file))
    }
    assert importing == {"close_sms/endpoint.py"}


def test_machinery_knows_no_rule_by_name() -> None:
    schemas = pytest.importorskip("schemas")
    names = {rule.id for rule in schemas.rules()}
    found = {
        f"{file.relative_to(ROOT)} names {node.value}"
        for file in (ROOT / "close_sms").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    }
    assert found == set()
