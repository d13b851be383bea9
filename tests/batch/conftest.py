"""A checkout of its own for each test, where nothing takes long."""

from pathlib import Path

import pytest

from ibic_eval.runs.project import Project
from tests.small_checkout import nothing, prepare, small_checkout


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a small checkout, with a stand-in for the preparation.

    Other tests leave threads of polars in this process. Nothing here uses polars, so it may fork.
    """
    monkeypatch.setattr("ibic_eval.batch.steps.prepare", prepare)
    monkeypatch.setattr("ibic_eval.batch.steps.read_nation", nothing)
    monkeypatch.setattr("ibic_eval.batch.steps.prepare_own", nothing)
    monkeypatch.setattr("ibic_eval.batch.warm.other_threads", list)
    return small_checkout(tmp_path / "checkout")
