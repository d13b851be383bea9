"""Prepares the tables that a municipality's notebooks open: estimated, and small groups hidden."""

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.errors import OutputError
from ibic_eval.runs.case_chapters import CaseChapters, prepare_case_chapters
from ibic_eval.runs.checks import refuse_faulty_answers
from ibic_eval.runs.collected import collect
from ibic_eval.runs.county_comparison import prepare_county_comparison
from ibic_eval.runs.files import ensure_writable, replace_folder
from ibic_eval.runs.final_report import FINAL, prepare_final
from ibic_eval.runs.history import HISTORY, prepare_history, results_now
from ibic_eval.runs.implementation import IMPLEMENTATION
from ibic_eval.runs.implementation_chapter import Implementation, prepare_implementation
from ibic_eval.runs.nation import Nation, read_nation
from ibic_eval.runs.own_files import ANSWERS, own_answers_file
from ibic_eval.runs.own_texts import own_texts
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness import prepare_readiness
from ibic_eval.runs.satisfaction import prepare_satisfaction
from ibic_eval.runs.waiting_times import prepare_waiting_times
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities
from ibic_eval.sources.responses import EmptyTableError, read_table

OWN_COLUMNS = ["item", "area", "answer"]


@dataclass(frozen=True)
class Prepared:
    """What is written: the context and the tables, by name."""

    context: dict[str, object]
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class OwnChapters:
    """What rests on the municipality's own files alone, and needs no nation."""

    cases: CaseChapters
    implementation: Implementation


def prepare_own(project: Project, municipality: Municipality) -> OwnChapters:
    """Return the chapters of a municipality's own files; raises InputError for a faulty one."""
    return OwnChapters(
        prepare_case_chapters(project, municipality), prepare_implementation(project, municipality)
    )


def prepare(
    project: Project, code: str, nation: Nation | None = None, own: OwnChapters | None = None
) -> Path:
    """Write `data/prepared/<code>/` anew and return it.

    `nation` is what municipalities of its kind share (`read_nation`), `own` what `prepare_own`
    gives; without them, they are read here.
    Raises InputError where a source is faulty, and OutputError where it can't be written; what
    was there before is then left as it was.
    """
    prepared = prepare_tables(project, code, nation, own)
    folder = project.prepared / code
    ensure_writable(project.prepared)
    staged = Path(tempfile.mkdtemp(prefix=f".{code}-", dir=project.prepared))
    try:
        text = json.dumps(prepared.context, ensure_ascii=False, indent=1, default=str)
        (staged / "context.json").write_text(text + "\n", encoding="utf-8")
        for name, table in prepared.tables.items():
            table.to_parquet(staged / f"{name}.parquet", index=False)
        replace_folder(staged, folder)
    except OSError as error:
        raise OutputError(f"Det gick inte att skriva tabellerna i {folder}.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def prepare_tables(
    project: Project, code: str, nation: Nation | None = None, own: OwnChapters | None = None
) -> Prepared:
    """Return a municipality's context and released tables; no answer of another is among them.

    Raises ValueError where `nation` is of the other kind than the municipality.
    """
    refuse_faulty_answers(project, code)
    municipality = find_municipality(code, read_municipalities(*project.registers))
    nation = nation or read_nation(project, municipality.fictional)
    if nation.fictional != municipality.fictional:
        raise ValueError(f"a nation of the other kind than {code}")
    place = _place(municipality, nation.register, nation.survey.edition)
    tables = nation.survey.of_place(place)
    beside = nation.survey.round_of(code)
    answers = own_answers(project, municipality, nation)
    satisfaction = prepare_satisfaction(nation.satisfaction, place)
    own = own or prepare_own(project, municipality)
    readiness = prepare_readiness(project, place)
    county = prepare_county_comparison(project, nation.mapping, place)
    context = {
        "municipality": place,
        "national": asdict(nation.survey.about),
        "round": beside.context if beside else None,
        "satisfaction": satisfaction.context,
        **own.cases.contexts(),
        "readiness": readiness.context,
        "county_comparison": county.context,
        IMPLEMENTATION: own.implementation.contexts(),
        "own_texts": own_texts(project, code),
        "own_answers": not answers.empty,
        "missing": [] if len(answers) else [_missing_answers(project, municipality)],
    }
    named = {f"satisfaction_{name}": table for name, table in satisfaction.tables().items()}
    named |= own.cases.tables()
    named |= {f"readiness_{name}": table for name, table in readiness.tables.items()}
    named |= {f"county_comparison_{name}": table for name, table in county.tables.items()}
    named |= own.implementation.tables()
    named["waiting_times"] = prepare_waiting_times(nation.times, place)
    released = {**tables, **named, "own_answers": answers, "published": nation.published}
    final = prepare_final(project, place, released, context)
    released |= {f"{FINAL}_{name}": table for name, table in final.tables.items()}
    history = prepare_history(project, code, results_now(final.tables, context))
    released |= {f"{HISTORY}_{name}": table for name, table in history.tables.items()}
    return Prepared({**context, FINAL: final.context, HISTORY: history.context}, released)


def own_answers(project: Project, municipality: Municipality, nation: Nation) -> pd.DataFrame:
    """Return the municipality's own answers, `item, area, answer`, without free text.

    From its own file if it has filled one in, else from its round or the nation's. A public
    authority's answers to a survey of authorities are its own to show, in its own report.
    """
    path = own_answers_file(project, municipality.code)
    beside = nation.survey.round_of(municipality.code)
    mine = beside is not None and municipality.code in beside.population.codes
    source = beside.collected if beside and mine else nation.survey.collected
    if path is not None:
        with suppress(EmptyTableError):
            source = collect(read_table(path), nation.instrument, nation.register)
    if source is None:
        return pd.DataFrame(columns=OWN_COLUMNS, dtype="string")
    respondents = source.typed.respondents
    own = respondents.loc[respondents["municipality"].eq(municipality.code), "respondent"]
    answers = source.typed.answers
    given = answers[answers["respondent"].isin(own) & answers["answer"].notna()]
    return given[OWN_COLUMNS].drop_duplicates().reset_index(drop=True)


def _place(
    municipality: Municipality, register: pd.DataFrame, edition: str
) -> dict[str, str | bool]:
    row = register[register["code"].eq(municipality.code)].iloc[0]
    return {
        "code": municipality.code,
        "name": municipality.name,
        "county": municipality.county,
        "skr_code": str(row[edition]),
        "skr_name": str(row[f"{edition}_name"]),
        "skr_edition": edition.removeprefix("skr"),
        "fictional": municipality.fictional,
    }


def _missing_answers(project: Project, municipality: Municipality) -> dict[str, str]:
    folder = project.own_folder(municipality.code) or (
        project.municipalities / f"{municipality.code}-{municipality.slug}"
    )
    return {
        "file": (folder / f"{ANSWERS}.csv").relative_to(project.root).as_posix(),
        "columns": "svarsid, kommunkod, inskickad och en kolumn för varje fråga i enkäten",
        "what": "kommunens egna svar på enkäten",
    }
