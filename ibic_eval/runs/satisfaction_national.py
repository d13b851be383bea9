"""Estimates on user satisfaction that are the same for every municipality, made once and kept."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.codebook.variables import codebook_for, load_codebooks
from ibic_eval.estimates.coverage import coverage
from ibic_eval.estimates.did import difference_in_differences
from ibic_eval.estimates.group_means import group_changes, group_means
from ibic_eval.estimates.panels import EVERYONE, MEN, WOMEN, gender_standardised
from ibic_eval.estimates.randomisation import randomisation_tests, with_permutation
from ibic_eval.estimates.similar import service_levels
from ibic_eval.estimates.staggered import staggered_effects
from ibic_eval.estimates.synthetic import QuestionWaves, question_waves
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.project import Project
from ibic_eval.runs.snapshots import snapshot_path
from ibic_eval.sources.ibic_use import ibic_use_files, read_ibic_use
from ibic_eval.sources.kolada.catalogue import CATALOGUE_FILE, read_catalogue
from ibic_eval.sources.kolada.snapshot import read_snapshot
from ibic_eval.sources.sidecar import read_sidecar
from ibic_eval.tables.adoption import AREA_OF_SERVICE, adoption_groups, first_year
from ibic_eval.tables.ibic_use import type_ibic_use
from ibic_eval.tables.issues import ERROR
from ibic_eval.tables.satisfaction import type_satisfaction

CARE_OF_OLDER, LSS = "aldreomsorg", "lss"
# The survey of LSS that goes with a survey of the elderly was made the year before, as in 6.2.6.
LSS_LAG = 1
CACHE = ".satisfaction"
_PACKAGE = Path(__file__).resolve().parents[1]
_LABELS = ("municipality", "service", "question", "gender", "status")
_METHODS = ("estimates", "tables")


class Sources(NamedTuple):
    """The files that the chapter on user satisfaction rests on; `use` may be empty."""

    results: Path
    use: tuple[Path, ...]


class Waves(NamedTuple):
    """The two years that are compared in care of older people."""

    first: int
    second: int

    def of(self, area: str) -> tuple[int, int]:
        """Return the two years of an area's survey."""
        lag = LSS_LAG if area == LSS else 0
        return self.first - lag, self.second - lag


@dataclass(frozen=True)
class NationalSatisfaction:
    """What the municipalities' chapters on user satisfaction share; no `tables` without values.

    `tables` are `results` (tables.satisfaction), `adoption`, `first_years`, `issues`, `groups`,
    `changes`, `coverage`, `effects` (with `p_permutation`), `staggered`, `events`, and `questions`,
    the catalogue's; `about` is what they rest on, for the chapter's context. `series` are the
    results question by question, and `levels` the services' before each year that any municipality
    is compared from.
    """

    waves: Waves
    register: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    about: Mapping[str, Any]
    series: tuple[QuestionWaves, ...]
    levels: Mapping[int, pd.DataFrame]


def satisfaction_sources(project: Project, fictional: bool) -> Sources:
    """Return the fictional panel and its use of IBIC, or the snapshot and the municipalities' own.

    The values may be missing.
    """
    if fictional:
        use = project.demo / "ibic_use.csv"
        return Sources(project.demo / "kolada" / "values.parquet", (use,) if use.exists() else ())
    own = project.municipalities
    return Sources(snapshot_path(project), ibic_use_files(own / "ibic_use.csv", own))


def national_satisfaction(
    project: Project, fictional: bool, registers: pd.DataFrame, waves: Waves
) -> NationalSatisfaction:
    """Return the panel, the use of IBIC and the estimates of the real or fictional municipalities.

    Raises InputError for a faulty source.
    """
    sources = satisfaction_sources(project, fictional)
    register = registers[registers["fictional"].eq(fictional)].reset_index(drop=True)
    if not sources.results.exists():
        return NationalSatisfaction(waves, register, {}, {}, (), {})
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    questions = catalogue.dropna(subset="question").reset_index(drop=True)
    tables = _kept_tables(project, sources, register, waves)
    results, years = tables["results"], compared_from(tables["first_years"], waves)
    coded = results.astype(dict.fromkeys(_LABELS, "category"))  # many times faster to search
    return NationalSatisfaction(
        waves,
        register,
        {**tables, "results": coded, "questions": questions},
        _about(tables, sources),
        question_waves(results),
        {year: service_levels(results, year) for year in {waves.first, *years}},
    )


def compared_from(first_years: pd.DataFrame, waves: Waves) -> "pd.Series[int]":
    """Return the year from which each municipality is compared with others, by its code.

    The first of the two years, or the one in which it began where that was earlier.
    """
    began = first_years.groupby("municipality")["first_year"].min()
    return began.fillna(waves.first).clip(upper=waves.first).astype(int)


def _about(tables: Mapping[str, pd.DataFrame], sources: Sources) -> dict[str, Any]:
    """Say what the tables rest on: the source and its day, years and numbers."""
    results, issues = tables["results"], tables["issues"]
    sidecar = read_sidecar(sources.results)
    return {
        "available": True,
        "source": sidecar.title,
        "date": sidecar.date.isoformat(),
        "years": [int(results["year"].min()), int(results["year"].max())],
        "municipalities": int(results["municipality"].nunique()),
        "use_known": int(tables["adoption"]["municipality"].nunique()),
        "statuses": {str(k): int(n) for k, n in results["status"].value_counts().items()},
        "left_out": int(issues["severity"].eq(ERROR).sum()),
    }


def _kept_tables(
    project: Project, sources: Sources, register: pd.DataFrame, waves: Waves
) -> dict[str, pd.DataFrame]:
    """Return the tables from the cache where nothing changed."""
    folder = project.prepared / CACHE / _key(project, sources, register, waves)
    if not folder.exists():
        _keep(_tables(project, sources, register, waves), folder)
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def _key(project: Project, sources: Sources, register: pd.DataFrame, waves: Waves) -> str:
    """Name the cache by all that the tables depend on, the methods among them."""
    catalogue = project.reference / CATALOGUE_FILE
    codebooks = sorted(project.codebooks.glob("*.yml"))
    code = sorted(path for room in _METHODS for path in (_PACKAGE / room).glob("*.py"))
    digest = hashlib.sha256(f"{waves} {register.to_csv(index=False)}".encode())
    for path in (sources.results, *sources.use, catalogue, *codebooks, *code, Path(__file__)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _keep(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write the tables whole, in place of those of earlier sources."""
    ensure_writable(folder.parent)
    older = [path for path in folder.parent.glob("[0-9a-f]*") if path.is_dir()]
    staged = Path(tempfile.mkdtemp(prefix=".ny-", dir=folder.parent))
    try:
        for name, table in tables.items():
            table.to_parquet(staged / f"{name}.parquet", index=False)
        if not folder.exists():
            os.replace(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    for path in sorted(older, key=lambda path: path.stat().st_mtime)[:-3]:
        shutil.rmtree(path, ignore_errors=True)


def _tables(
    project: Project, sources: Sources, register: pd.DataFrame, waves: Waves
) -> dict[str, pd.DataFrame]:
    catalogue = read_catalogue(project.reference / CATALOGUE_FILE)
    typed = type_satisfaction(
        read_snapshot(sources.results), catalogue, register, sources.results.name
    )
    use, faulty = _ibic_use(project, sources.use, register)
    areas = tuple(dict.fromkeys(AREA_OF_SERVICE.values()))
    adoption = pd.concat(
        [adoption_groups(use, area, *waves.of(area)) for area in areas], ignore_index=True
    )
    first_years = pd.concat([first_year(use, area) for area in areas], ignore_index=True)
    issues = pd.concat([table for table in (typed.issues, faulty) if len(table)] or [typed.issues])
    return {
        "results": typed.satisfaction,
        "adoption": adoption,
        "first_years": first_years,
        "issues": issues.astype("string"),
        **national_estimates(typed.satisfaction, adoption, first_years, register),
    }


def _ibic_use(
    project: Project, files: Iterable[Path], register: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the use of IBIC and the rows that were left out of it."""
    codebook = codebook_for("data/municipalities/ibic_use.csv", load_codebooks(project.codebooks))
    if codebook is None:
        raise FileNotFoundError(f"no codebook of ibic_use.csv in {project.codebooks}")
    typed = type_ibic_use(read_ibic_use(files), codebook, register)
    return typed.use, typed.issues[typed.issues["severity"].eq(ERROR)]


def national_estimates(
    results: pd.DataFrame,
    adoption: pd.DataFrame,
    first_years: pd.DataFrame,
    register: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables `groups`, `changes`, `coverage`, `effects`, `staggered` and `events`.

    `effects` has everyone's results in all services and, in care of older people, women's, men's
    and those with the genders' weights held still. Its `p`, on which verdicts rest, is the larger
    of the t-test's and the randomisation test's (`p_permutation`). Staggered effects are of
    everyone's results.
    """
    everyone = results[results["gender"].eq(EVERYONE)]
    genders = _with_genders(results)
    effects = difference_in_differences(genders, adoption, register)
    tests = randomisation_tests(genders, adoption, register)
    staggered = staggered_effects(everyone, first_years)
    return {
        "groups": group_means(everyone, adoption),
        "changes": group_changes(everyone, adoption),
        "coverage": coverage(results, adoption),
        "effects": with_permutation(effects, tests),
        "staggered": staggered.overall,
        "events": staggered.events,
    }


def _with_genders(results: pd.DataFrame) -> pd.DataFrame:
    older = results[results["service"].map(AREA_OF_SERVICE).eq(CARE_OF_OLDER)]
    parts = [
        results[results["gender"].eq(EVERYONE)],
        older[older["gender"].isin([WOMEN, MEN])],
        gender_standardised(older),
    ]
    return pd.concat(parts, ignore_index=True)
