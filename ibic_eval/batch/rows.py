"""The manifest's row of a job that has ended, whichever way."""

from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING

from ibic_eval.batch.jobs import Ended, Failure
from ibic_eval.batch.keys import Shared
from ibic_eval.errors import RunError
from ibic_eval.runs.manifest import FAILED, OK, REPORT, TABLES, JobRow
from ibic_eval.sources.municipalities import Municipality

if TYPE_CHECKING:
    from ibic_eval.batch.courses import Means

_WHAT = {TABLES: "Tabellerna kunde inte förberedas", REPORT: "Rapporten kunde inte göras"}
_VERSIONS = ("ibic-eval", "pandas", "statsmodels", "matplotlib", "papermill")


def ended_row(
    municipality: Municipality,
    step: str,
    output: str | None,
    ended: Ended,
    failure: Failure | None,
    shared: Shared,
    parameters: dict[str, str],
) -> JobRow:
    """Return the row of a job; `failure` is why it gave nothing, `parameters` a notebook's."""
    status = getattr(ended.value, "status", OK)
    is_notebook = f"{step}.ipynb" in shared.notebooks
    return {
        "municipality": municipality.code,
        "name": municipality.name,
        "county": municipality.county,
        "fictional": municipality.fictional,
        "step": step,
        "status": FAILED if failure else status,
        "sentence": failure.sentence if failure else None,
        "cell": failure.cell if failure else None,
        "seconds": round(ended.seconds, 2),
        "peak_memory_mb": ended.peak_memory_mb,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": parameters if is_notebook else {},
        "hashes": {
            "program": shared.program,
            "lock": shared.lock,
            **({"notebook": shared.notebooks[f"{step}.ipynb"]} if is_notebook else {}),
        },
        "versions": _versions(),
        "output": None if failure else output,
    }


@cache
def _versions() -> dict[str, str]:
    """Return the versions once: each is read from a file, which took longer than to fork."""
    return {"python": python_version(), **{name: version(name) for name in _VERSIONS}}


def failure_of(step: str, ended: Ended, means: "Means") -> Failure | None:
    """Return why a job gave nothing, None where it didn't fail.

    A process that died or was stopped is told of by the cell it had come to.
    """
    if ended.died_in is None:
        return ended.failure
    from ibic_eval.runs.execute import DIED, place_of, read_notebook, too_long

    why = too_long("det", ended.seconds) if ended.overdue else DIED
    notebook = next((path for path in means.notebooks if path.stem == step), None)
    if notebook is None:
        what = _WHAT.get(step, f"Rapporten som {step} kunde inte göras")
        return Failure(f"{what}: {why}", RunError.exit_code)
    place, cell = place_of(read_notebook(notebook), notebook.name, ended.died_in)
    return Failure(f"{place}: {why}", RunError.exit_code, cell)
