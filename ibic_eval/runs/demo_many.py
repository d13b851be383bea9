"""Makes the large demo: a folder of its own for each of hundreds of fictional municipalities.

What is drawn for a municipality depends on the seed and its code alone. Its folder is written whole
or not at all, under `data/demo/municipalities`, which is not in git.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from ibic_eval.codebook.readiness_instrument import ReadinessInstrument
from ibic_eval.errors import InputError
from ibic_eval.reconstruction.case_files import case_files
from ibic_eval.reconstruction.case_truth import CaseTruth
from ibic_eval.reconstruction.drawn_cases import draw_case_truth
from ibic_eval.reconstruction.drawn_indicators import measured
from ibic_eval.reconstruction.drawn_introduction import draw_introduction
from ibic_eval.reconstruction.drawn_plan import plan_node
from ibic_eval.reconstruction.drawn_readiness import draw_readiness_truth
from ibic_eval.reconstruction.drawn_settings import (
    FOLLOWED_UP,
    LACKING,
    PLAN,
    Setting,
    draw_setting,
)
from ibic_eval.reconstruction.drawn_truth import COLUMNS, truth_row
from ibic_eval.reconstruction.drawn_words import final_node, introduction_node, own_texts
from ibic_eval.reconstruction.introduction_files import introduction_files
from ibic_eval.reconstruction.introduction_truth import IntroductionTruth
from ibic_eval.reconstruction.readiness_answers import draw_readiness
from ibic_eval.runs.county_files import county_use
from ibic_eval.runs.demo_many_words import SIDECAR, readme
from ibic_eval.runs.files import write_folder, write_together
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness_files import readiness_instrument
from ibic_eval.sources.final_report import FILE as FINAL_REPORT
from ibic_eval.sources.introductions import FILE as INTRODUCTION
from ibic_eval.sources.municipalities import (
    FIRST_FICTIONAL,
    Municipality,
    find_municipality,
    read_municipalities,
)
from ibic_eval.sources.own_texts import FOLDER as TEXTS
from ibic_eval.sources.projects import FILE as PROJECT_FILE
from ibic_eval.sources.readiness import FILES as READINESS_FILES
from ibic_eval.sources.sidecar import sidecar_path
from ibic_eval.tables.ibic_use import YES_ALL, YES_SOME

EDITION = 1  # of the model; another one draws other files from the same seed
MUNICIPALITIES = 290  # the first of the fictional register
TRUTH = "sanning.csv"
YAML_HEAD = "# Påhittad kommun. Görs av ibic-eval demo; säger ingenting om någon kommun.\n"


@dataclass(frozen=True)
class Drawn:
    """All that is true of one fictional municipality."""

    setting: Setting
    cases: CaseTruth
    introduced: IntroductionTruth
    seed: int

    @property
    def row(self) -> dict[str, str]:
        """The municipality's row in the file of truths."""
        return truth_row(self.setting, self.cases, self.introduced, self.seed, EDITION)


@dataclass(frozen=True)
class Demo:
    """The municipalities that were made, and those that have a folder in `data/municipalities`."""

    made: tuple[Municipality, ...]
    left: tuple[Municipality, ...]


def all_fictional(project: Project) -> list[str]:
    """Return the codes of the fictional municipalities of the large demo, in order."""
    register = read_municipalities(project.demo / "municipalities.csv")
    return register["code"].tolist()[:MUNICIPALITIES]


def make_demo(
    project: Project,
    asked: Sequence[str],
    seed: int,
    progress: Callable[[Municipality], None] = lambda _: None,
) -> Demo:
    """Write the folders of fictional municipalities, and their truths in `sanning.csv`.

    Those with a folder in `data/municipalities` are left as they are. Raises InputError, before
    anything is written, for a municipality that isn't fictional, and OutputError.
    """
    places = [_fictional(project, text) for text in dict.fromkeys(asked)]
    left = [place for place in places if any(project.municipalities.glob(f"{place.code}-*/"))]
    wanted = [place for place in places if place not in left]
    instrument = readiness_instrument(project)
    truths: list[dict[str, str]] = []
    try:
        for drawn in draw(project, wanted, seed):
            place = wanted[len(truths)]
            folder = project.demo_municipalities / f"{place.code}-{place.slug}"
            write_folder(folder, folder_files(drawn, instrument))
            truths.append(drawn.row)
            progress(place)
    finally:
        _write_truths(project, truths)
    return Demo(tuple(wanted), tuple(left))


def draw(project: Project, places: Sequence[Municipality], seed: int) -> Iterator[Drawn]:
    """Draw what is true of each municipality, in order."""
    register = read_municipalities(project.demo / "municipalities.csv")
    people = dict(zip(register["code"], register["population"].astype(int), strict=True))
    years = first_years(project)
    for place in places:
        population = int(people[place.code])
        setting = draw_setting(place.code, place.name, population, years.get(place.code, {}), seed)
        yield Drawn(setting, draw_case_truth(setting, seed), draw_introduction(setting, seed), seed)


def first_years(project: Project) -> Mapping[str, Mapping[str, int]]:
    """Return the first year with IBIC by municipality and area, as the file on its use has it."""
    use = county_use(project, fictional=True)
    used = use[use["answer"].isin([YES_ALL, YES_SOME])]
    found: dict[str, dict[str, int]] = {}
    first = used.groupby(["municipality", "area"], as_index=False)["year"].min()
    for row in first.itertuples(index=False):
        found.setdefault(str(row.municipality), {})[str(row.area)] = int(str(row.year))
    return found


def folder_files(drawn: Drawn, instrument: ReadinessInstrument) -> dict[str, bytes]:
    """Return a municipality's files by path in its folder; the same each time."""
    setting = drawn.setting
    without = {file for name in setting.lacking for file in LACKING.get(name, ())}
    texts = {name: text for name, text in _texts(drawn, instrument) if name not in without}
    texts["README.md"] = readme(setting, drawn.introduced, drawn.row, list(texts))
    return {name: text.encode() for name, text in texts.items()}


def _texts(drawn: Drawn, instrument: ReadinessInstrument) -> Iterator[tuple[str, str]]:
    setting, seed = drawn.setting, drawn.seed
    followed_up = setting.kind in FOLLOWED_UP
    for name, table in case_files(drawn.cases, seed)._asdict().items():
        if len(table):
            yield f"{name}.csv", _csv(table)
    introduced = drawn.introduced if followed_up else None
    yield INTRODUCTION, _yaml(introduction_node(setting, drawn.cases, introduced, seed))
    if followed_up or setting.kind == PLAN:
        yield PROJECT_FILE, _yaml(plan_node(setting))
    if followed_up:
        yield from _followed_up(drawn, instrument)


def _followed_up(drawn: Drawn, instrument: ReadinessInstrument) -> Iterator[tuple[str, str]]:
    setting, seed = drawn.setting, drawn.seed
    files = introduction_files(drawn.introduced, seed)
    known = {name: table for name, table in files.items() if _has(setting, name)}
    training = drawn.introduced.training
    indicators = measured(setting, training, known) if training else pd.DataFrame()
    for name, table in {**known, "indikatorer": indicators}.items():
        if len(table):
            yield f"{name}.csv", _csv(table)
    answers = draw_readiness(draw_readiness_truth(setting, seed), instrument, seed)
    yield READINESS_FILES[0], _csv(answers)
    yield FINAL_REPORT, _yaml(final_node(setting, seed))
    yield from ((f"{TEXTS}/{name}.md", text) for name, text in own_texts(setting).items())


def _has(setting: Setting, name: str) -> bool:
    return not any(f"{name}.csv" in LACKING.get(each, ()) for each in setting.lacking)


def _fictional(project: Project, text: str) -> Municipality:
    found = find_municipality(text, read_municipalities(*project.registers))
    if not found.fictional:
        raise InputError(
            f"{found.name} ({found.code}) är ingen påhittad kommun; ibic-eval demo gör bara "
            f"uppgifter åt påhittade kommuner, med koder från {FIRST_FICTIONAL}."
        )
    return found


def _write_truths(project: Project, rows: Sequence[Mapping[str, str]]) -> None:
    """Put the rows in the file of truths, in place of the same municipalities' earlier ones."""
    if not rows:
        return
    path = project.demo_municipalities / TRUTH
    new = pd.DataFrame(rows, columns=list(COLUMNS)).set_index("kommunkod")
    kept = _earlier_truths(path).drop(index=new.index, errors="ignore")
    text = _csv(pd.concat([kept, new]).sort_index().reset_index())
    digest = hashlib.sha256(text.encode()).hexdigest()
    write_together(
        {path: text.encode(), sidecar_path(path): SIDECAR.format(sha256=digest).encode()}
    )


def _earlier_truths(path: Path) -> pd.DataFrame:
    """Return the truths of the folders that are still there; none of another form."""
    text = path.read_text(encoding="utf-8") if path.exists() else ",".join(COLUMNS)
    rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    if list(rows.columns) != list(COLUMNS):
        return pd.DataFrame(columns=list(COLUMNS)).set_index("kommunkod")
    there = [any(path.parent.glob(f"{code}-*/")) for code in rows["kommunkod"]]
    return rows[pd.Series(there, dtype=bool)].set_index("kommunkod")


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))


def _yaml(node: Mapping[str, object]) -> str:
    text = yaml.safe_dump(dict(node), allow_unicode=True, sort_keys=False, width=100)
    return YAML_HEAD + str(text)
