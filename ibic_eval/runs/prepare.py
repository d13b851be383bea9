"""Prepares the tables that a municipality's notebooks open: estimated, and small groups hidden."""

import datetime as dt
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.disclosure import SHOWN, release_counts, release_partition
from ibic_eval.errors import OutputError
from ibic_eval.estimates.population import ANSWERED, DECLINED, POPULATION
from ibic_eval.estimates.published_shares import shares_from_published
from ibic_eval.estimates.response_rates import (
    RATES_SCHEMA,
    main_group,
    rates_without_frame,
    response_rates,
)
from ibic_eval.estimates.shares import (
    COUNTS_SCHEMA,
    SHARES_SCHEMA,
    answer_counts,
    joined_counts,
    shares_from_counts,
)
from ibic_eval.estimates.weights import WEIGHTED_SCHEMA, post_strata, weighted_shares
from ibic_eval.runs.collected import Collected, collect, collect_round
from ibic_eval.runs.files import ensure_writable
from ibic_eval.runs.own_files import ANSWERS, own_answers_file
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities
from ibic_eval.sources.published import read_published
from ibic_eval.sources.responses import EmptyTableError, read_table
from ibic_eval.sources.rounds import Round, read_round

# Answers that the report adds up.
JOINED = (
    "ja+delvis",
    "stammer+delvis",
    "viktig+ganska_viktig",
    "vet_inte+inte_aktuellt",
    "arligen+vartannat_ar+mer_sallan",
)
# SKR's grouping of 2017 was in force until the end of 2022.
LAST_DAY_OF_SKR2017 = dt.date(2022, 12, 31)
PUBLISHED_TITLE = "Vårdanalys rapport 2021:2"
PUBLISHED_DATE = dt.date(2020, 10, 31)  # the survey ran in September and October 2020
CLASS_ITEM = "klassning"
OWN_COLUMNS = ["item", "area", "answer"]
# Counties and SKR groups are too small to be told apart by phase.
COMPARED_GROUPS = ("svarande", "anvandare", "ej_anvandare")
WEIGHTED_GROUP = "anvandare"


@dataclass(frozen=True)
class National:
    """Where the national figures come from and how many were asked, answered and declined.

    `kind` is `published`, `omgang` (somebody's own round) or `rekonstruktion`. `population` is
    None where it isn't known who was asked.
    """

    kind: str
    title: str
    date: dt.date
    population: int | None
    answered: int
    declined: int


@dataclass(frozen=True)
class Prepared:
    """What is written: the context and the tables, by name."""

    context: dict[str, object]
    tables: dict[str, pd.DataFrame]


def prepare(project: Project, code: str) -> Path:
    """Write `data/prepared/<code>/` anew and return it.

    Raises InputError where a source is faulty, and OutputError where it can't be written; what
    was there before is then left as it was.
    """
    prepared = prepare_tables(project, code)
    folder = project.prepared / code
    ensure_writable(project.prepared)
    staged = Path(tempfile.mkdtemp(prefix=f".{code}-", dir=project.prepared))
    try:
        text = json.dumps(prepared.context, ensure_ascii=False, indent=1, default=str)
        (staged / "context.json").write_text(text + "\n", encoding="utf-8")
        for name, table in prepared.tables.items():
            table.to_parquet(staged / f"{name}.parquet", index=False)
        _replace(staged, folder)
    except OSError as error:
        raise OutputError(f"Det gick inte att skriva tabellerna i {folder}.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def _replace(staged: Path, folder: Path) -> None:
    staged.chmod(0o755)
    old = staged.with_name(f"{staged.name}-old")
    if folder.exists():
        os.replace(folder, old)
    os.replace(staged, folder)
    shutil.rmtree(old, ignore_errors=True)


def prepare_tables(project: Project, code: str) -> Prepared:
    """Return a municipality's context and released tables; no answer of another is among them."""
    register = read_municipalities(*project.registers)
    municipality = find_municipality(code, register)
    instrument = load_instrument(project.survey / "instrument.yml")
    published = read_published(project.published / "vardanalys-2021-2.csv")
    round_ = national_round(project, municipality)
    if round_ is None:
        national = National(
            "published", PUBLISHED_TITLE, PUBLISHED_DATE, POPULATION, ANSWERED, DECLINED
        )
        place = _place(municipality, register, "skr2023")
        tables = {**_empty_tables(), "shares": shares_from_published(published)}
        collected = None
    else:
        collected = collect_round(round_, instrument, register)
        national = _national(round_, collected)
        edition = skr_edition(round_.date)
        place = _place(municipality, register, edition)
        tables = _round_tables(collected, national, instrument, register, place, edition)
    own = own_answers(project, municipality, instrument, register, collected)
    context = {
        "municipality": place,
        "national": asdict(national),
        "own_answers": not own.empty,
        "missing": [] if len(own) else [_missing_answers(project, municipality)],
    }
    return Prepared(context, {**tables, "own_answers": own, "published": published})


def national_round(project: Project, municipality: Municipality) -> Round | None:
    """Return the round that national figures come from; None where they are the published ones.

    Fictional municipalities have the reconstruction. Real ones have the latest round that lies in
    `data/rounds`, if any.
    """
    rounds = [read_round(folder) for folder in project.round_folders]
    kind = "rekonstruktion" if municipality.fictional else "omgang"
    return max((r for r in rounds if r.kind == kind), key=lambda r: r.date, default=None)


def skr_edition(date: dt.date) -> str:
    """Return the edition of SKR's municipality groups that was in force on a day."""
    return "skr2017" if date <= LAST_DAY_OF_SKR2017 else "skr2023"


def own_answers(
    project: Project,
    municipality: Municipality,
    instrument: Instrument,
    register: pd.DataFrame,
    national: Collected | None,
) -> pd.DataFrame:
    """Return the municipality's own answers, `item, area, answer`, without free text.

    From its own file if it has filled one in, else from the national round. A public authority's
    answers to a survey of authorities are its own to show, in its own report.
    """
    path = own_answers_file(project, municipality.code)
    source = national
    if path is not None:
        try:
            source = collect(read_table(path), instrument, register)
        except EmptyTableError:
            source = national
    if source is None:
        return pd.DataFrame(columns=OWN_COLUMNS, dtype="string")
    respondents = source.typed.respondents
    mine = respondents.loc[respondents["municipality"].eq(municipality.code), "respondent"]
    answers = source.typed.answers
    given = answers[answers["respondent"].isin(mine) & answers["answer"].notna()]
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


def _national(round_: Round, collected: Collected) -> National:
    work = collected.fieldwork
    population = None if collected.asked is None else work.asked
    return National(
        round_.kind, round_.title, round_.date, population, work.answered, work.declined
    )


def _empty_tables() -> dict[str, pd.DataFrame]:
    schemas = {
        "counts": {**COUNTS_SCHEMA, "status": "string"},
        "response_rates": RATES_SCHEMA,
        "weighted_shares": WEIGHTED_SCHEMA,
    }
    return {name: pd.DataFrame(columns=list(s)).astype(s) for name, s in schemas.items()}


def _round_tables(
    collected: Collected,
    national: National,
    instrument: Instrument,
    register: pd.DataFrame,
    place: dict[str, str | bool],
    edition: str,
) -> dict[str, pd.DataFrame]:
    source = f"{national.title}, {national.date.isoformat()}"
    counts = release_counts(with_joined(collected.counts))
    shares = [
        shares_from_counts(counts, collected.fraction, source=source),
        _class_shares(collected, source),
    ]
    for level, column, mine in (
        ("lan", "county", place["county"]),
        ("skr", edition, place["skr_code"]),
    ):
        part = _part_counts(collected, instrument, register, column, str(mine))
        shares.append(
            shares_from_counts(
                part,
                collected.fraction,
                level=level,
                level_name=str(mine if level == "lan" else place["skr_name"]),
                source=source,
            )
        )
    return {
        "shares": pd.concat(shares, ignore_index=True).astype(SHARES_SCHEMA),
        "counts": counts,
        "response_rates": _rates(collected, register, edition),
        "weighted_shares": _weighted(collected, counts, register, edition),
    }


def with_joined(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with the sums of answers that the report adds up (`JOINED`)."""
    return pd.concat([counts, *(joined_counts(counts, answer) for answer in JOINED)]).reset_index(
        drop=True
    )


def _class_shares(collected: Collected, source: str) -> pd.DataFrame:
    """Return how the respondents were classed, in the schema of the shares."""
    classes = ["anvander", "anvander_inte", "mellangrupp"]
    found = collected.classification["klass"]
    counts = pd.DataFrame({"answer": classes, "count": [int(found.eq(c).sum()) for c in classes]})
    counts = counts.assign(
        item=CLASS_ITEM, area="alla", group="svarande", n=len(found), n_asked=len(found)
    )
    return shares_from_counts(
        release_counts(counts[list(COUNTS_SCHEMA)].astype(COUNTS_SCHEMA)),
        collected.fraction,
        source=source,
    )


def _part_counts(
    collected: Collected,
    instrument: Instrument,
    register: pd.DataFrame,
    column: str,
    mine: str,
) -> pd.DataFrame:
    """Return the released counts of one county or SKR group.

    Every part is counted and released together, since the nation is shown too: otherwise a hidden
    part could be got by subtracting the others.
    """
    place = collected.typed.respondents.merge(
        register[["code", column]], left_on="municipality", right_on="code"
    ).set_index("respondent")[column]
    compared = collected.membership[collected.membership["group"].isin(COMPARED_GROUPS)]
    membership = compared.assign(
        group=compared["group"] + "|" + compared["respondent"].map(place).astype("string")
    )
    counts = with_joined(answer_counts(collected.typed.answers, membership, instrument))
    split = counts["group"].str.split("|", n=1, expand=True)
    parts = counts.assign(group=split[0], part=split[1])
    released = release_partition(parts, part="part", within=("item", "area", "group"))
    return released[released["part"].eq(mine)].drop(columns="part").reset_index(drop=True)


def _rates(collected: Collected, register: pd.DataFrame, edition: str) -> pd.DataFrame:
    if collected.asked is None:
        return rates_without_frame(collected.typed.respondents, register, edition)
    return response_rates(collected.asked, register, edition)


def _weighted(
    collected: Collected, counts: pd.DataFrame, register: pd.DataFrame, edition: str
) -> pd.DataFrame:
    """Return users' weighted shares of what is shown unweighted.

    None where nobody knows who was asked.
    """
    if collected.asked is None:
        return _empty_tables()["weighted_shares"]
    letter = register.set_index("code")[edition].map(main_group)
    respondents = collected.typed.respondents.set_index("respondent")
    answered = respondents[~respondents["declined"]]
    strata = post_strata(
        answered["municipality"].map(letter),
        {
            str(k): int(n)
            for k, n in collected.asked["kommunkod"].map(letter).value_counts().items()
        },
    )
    shown = counts[
        counts["group"].eq(WEIGHTED_GROUP)
        & counts["status"].eq(SHOWN)
        & ~counts["answer"].str.contains("+", regex=False)
    ]
    weighted = weighted_shares(
        collected.typed.answers, collected.membership, shown.drop(columns="status"), strata
    )
    return weighted[~weighted["n"].isna()].reset_index(drop=True)
