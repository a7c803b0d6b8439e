"""Warehouses that the tests share: each is built once a test run, for all workers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.warehouses import PRACTICE, SAMPLES, WHOLE_DOCUMENTS, BuildOnce, Share, Warehouse


@pytest.fixture(scope="session")
def share(tmp_path_factory: pytest.TempPathFactory) -> Share:
    """Make a folder once for all workers: the first to ask fills it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def shared(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = root / f"shared_{name}", root / f"shared_{name}.done"
        with _locked(root / f"shared_{name}.lock"):
            if not done.exists():
                assert not folder.exists(), f"making {name} failed before: see the first failure"
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return shared


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def build_once(share: Share) -> BuildOnce:
    """Build a warehouse of some files or folders, once for all tests that name it so."""

    def built(name: str, data: Sequence[Path]) -> Warehouse:
        return Warehouse(share(name, lambda folder: _build(folder, data)))

    return built


def _build(folder: Path, data: Sequence[Path]) -> None:
    Warehouse(folder).build(data)


@pytest.fixture(scope="session")
def samples(build_once: BuildOnce) -> Warehouse:
    """The warehouse of the sample disclosures in data/."""
    return build_once("samples", [SAMPLES])


@pytest.fixture(scope="session")
def whole_documents(build_once: BuildOnce) -> Warehouse:
    """The warehouse of the whole documents that the samples were cut from."""
    if not WHOLE_DOCUMENTS.is_dir():
        pytest.skip("the whole documents aren't beside the repository (../shared/seeds)")
    return build_once("whole_documents", [WHOLE_DOCUMENTS])


@pytest.fixture(scope="session")
def practice(build_once: BuildOnce) -> Warehouse:
    """The warehouse of the practice PDFs."""
    if not PRACTICE.is_dir():
        pytest.skip("the practice PDFs are not beside this checkout")
    return build_once("practice", [PRACTICE])
