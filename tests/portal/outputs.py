"""A folder of reports as runs leave it, small: three fictional municipalities, four real ones."""

import json
from pathlib import Path
from typing import Any

from ibic_eval.estimates.history_schemas import RESULTS
from ibic_eval.runs import manifest as m

REAL = {
    "0380": ("Uppsala", "Uppsala län"),
    "0880": ("Kalmar", "Kalmar län"),
    "1489": ("Alingsås", "Västra Götalands län"),
}
DEMO = {
    "9001": ("Demokommun 001", "Demolän C"),
    "9002": ("Demokommun 002", "Demolän G"),
    "9003": ("Demokommun 003", "Demolän H"),
}
FAILED = ("1480", "Göteborg", "Västra Götalands län")
SENTENCE = "Filen arenden.csv har fel på 40 av 120 rader: rätta dem och kör igen."
SHARES = {"9001": (0.61, "visas"), "9002": (None, "dold"), "9003": (0.82, "visas")}


def result(**known: Any) -> dict[str, Any]:
    """Return a row of results with blanks and nulls where nothing is said."""
    blank = {name: "" if kind == "string" else None for name, kind in RESULTS.items()}
    return {**blank, "status": "visas", **known}


def share(value: float | None, status: str) -> dict[str, Any]:
    """Return a share of persons followed up; a hidden one has no numbers."""
    numbers = {} if value is None else {"estimate": value, "ci_low": value - 0.05}
    more = {} if value is None else {"ci_high": value + 0.05, "n": 400}
    about = {"id": "uppfoljda_12", "measure": "uppfoljda_12", "kind": "egen_matning"}
    words = {"what": "Följs upp inom tolv månader", "form": "andel", "unit": "personer"}
    return result(**about, **words, **numbers, **more, status=status, period_to="2019-12-31")


def goal(name: str, verdict: str) -> dict[str, Any]:
    """Return the status of a goal."""
    about = {"id": f"mal_{name}", "measure": f"mal_{name}", "what": f"{name}. Ett mål"}
    return result(**about, kind="mal", verdict=verdict)


def place(code: str, name: str, county: str) -> m.Place:
    """Return a municipality as its results know it."""
    skr = {"skr_code": "B5", "skr_name": "Grupp", "skr_edition": "2023"}
    return {"code": code, "name": name, "county": county, "fictional": code >= "9001", **skr}  # type: ignore[typeddict-item]


def job(code: str, name: str, county: str, step: str, status: str = m.OK) -> dict[str, Any]:
    """Return a row of the manifest."""
    return {
        "municipality": code, "name": name, "county": county, "fictional": code >= "9001",
        "step": step, "status": status, "sentence": SENTENCE if status == m.FAILED else None,
        "cell": None, "seconds": 1.5, "peak_memory_mb": 200, "finished": "2026-11-26T12:00:00",
        "parameters": {}, "hashes": {}, "versions": {}, "output": None,
    }  # fmt: skip


def write_outputs(out: Path) -> Path:
    """Write manifest, results and reports, and return the folder."""
    jobs = [job(*FAILED, m.TABLES, m.FAILED)]
    for code, (name, county) in {**REAL, **DEMO}.items():
        rows = [goal("A", "kan_inte_avgoras"), goal("B", "natt" if code >= "9001" else "delvis")]
        if code in SHARES:
            rows.append(share(*SHARES[code]))
        write_results(out, place(code, name, county), rows)
        jobs += [job(code, name, county, step) for step in (m.TABLES, m.REPORT)]
    write_json(out / m.MANIFEST, {"format": 1, "program": "0.1.0", "jobs": jobs})
    return out


def write_results(out: Path, where: m.Place, rows: list[dict[str, Any]]) -> None:
    """Write one municipality's results, and a report to link to."""
    chapters = {"10_survey_results": m.OK, "40_goal_attainment": m.NO_DATA}
    content = {"format": 1, "municipality": where, "made": "2026-11-26", "results": rows}
    write_json(out / where["code"] / m.RESULTS, {**content, "chapters": chapters})
    report = f"<!DOCTYPE html><html lang='sv'><title>{where['name']}</title><h1>Rapport</h1>"
    (out / where["code"] / "rapport.html").write_text(report, encoding="utf-8")


def write_json(path: Path, content: object) -> None:
    """Write a node as JSON in a folder that is made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
