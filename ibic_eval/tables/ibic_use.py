"""Who uses IBIC, in which area and since when: files typed, with what is wrong in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.ibic_use import owner
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.cells import named_code, personal_number_issues, shown_value
from ibic_eval.tables.issues import ERROR, WARNING, Issue, issues_table
from ibic_eval.tables.validation import FIRST_ROW, validate_table

YES_ALL, YES_SOME, NO = "ja_alla", "ja_inte_alla", "nej"
KEY = ["municipality", "area", "year"]
COLUMNS = {
    "kommunkod": "municipality",
    "omrade": "area",
    "ar": "year",
    "svar": "answer",
    "borjade": "started",
    "kalla": "source",
    "kalldatum": "source_date",
    "anteckning": "note",
}
TYPES = {name: "string" for name in COLUMNS.values()} | {"year": "Int64", "started": "boolean"}


class IbicUse(NamedTuple):
    """The typed table `use` and the `issues` of the files it was made from.

    `use` has one row a municipality, area and year: `municipality, area, year` (Int64), `answer`
    (`ja_alla|ja_inte_alla|nej|NA`), `started` (boolean: the introduction began that year),
    `source`, `source_date` and `note`.
    """

    use: pd.DataFrame
    issues: pd.DataFrame


def type_ibic_use(raws: Iterable[RawTable], codebook: Codebook, register: pd.DataFrame) -> IbicUse:
    """Type the files on the use of IBIC; of two rows on the same thing the later file's counts.

    Rows with an error are left out and stand among the issues: a column, code, area or year
    outside the codebook, a municipality that is not in `register` or not the folder's own, a
    personal number, two rows on the same thing in one file. An answer that goes against an earlier
    start is a warning.
    """
    typed = [_type_file(raw, codebook, set(register["code"])) for raw in raws]
    use = pd.concat([_no_rows(), *(each.use for each in typed)], ignore_index=True)
    use = use.drop_duplicates(KEY, keep="last").sort_values(KEY, ignore_index=True)
    backwards = issues_table(_backwards(use))
    issues = [each.issues for each in typed if len(each.issues)]
    return IbicUse(use, pd.concat([*issues, backwards], ignore_index=True))


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(TYPES)).astype(TYPES)


def _type_file(raw: RawTable, codebook: Codebook, known: set[str]) -> IbicUse:
    single = replace(codebook, key=())
    found = validate_table(raw.frame.reset_index(drop=True), single, raw.file)
    issues = found.assign(row=_file_rows(found["row"], raw.frame.index))
    if set(raw.frame.columns) != set(COLUMNS):
        return IbicUse(_no_rows(), issues)
    more = issues_table(
        [
            *personal_number_issues(raw.frame, raw.file),
            *_wrong_municipality(raw, known),
            *_repeated(raw),
        ]
    )
    issues = pd.concat([each for each in (issues, more) if len(each)] or [more], ignore_index=True)
    faulty = issues.loc[issues["severity"].eq(ERROR), "row"]
    return IbicUse(_typed(raw.frame[~raw.frame.index.isin(faulty)]), issues)


def _file_rows(rows: pd.Series, index: pd.Index) -> pd.Series:
    """Turn positions counted from the header into rows of the file, which may have empty ones."""
    return rows.map(lambda row: int(index[int(row) - FIRST_ROW]), na_action="ignore").astype(
        "Int64"
    )


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows[list(COLUMNS)].rename(columns=COLUMNS)
    return named.assign(
        year=named["year"].astype("Int64"), started=named["started"].notna().astype("boolean")
    )


def _wrong_municipality(raw: RawTable, known: set[str]) -> Iterator[Issue]:
    own = owner(raw.path)
    for row, code in raw.frame["kommunkod"].dropna().items():
        if code not in known:
            what = f"har {named_code(code, 'kommunkod')}; skriv fyra siffror, som 1489"
        elif own and code != own:
            what = f"gäller {code} fast mappen är för {own}; flytta raden till rätt fil"
        else:
            continue
        message = f"Filen {raw.file}: rad {row} {what}."
        yield Issue(raw.file, message, row=int(str(row)), column="kommunkod", value=code)


def _repeated(raw: RawTable) -> Iterator[Issue]:
    twice = raw.frame.duplicated(["kommunkod", "omrade", "ar"], keep=False)
    for row in raw.frame.index[twice]:
        message = (
            f"Filen {raw.file}: rad {row} gäller samma kommun, område och år som en annan rad; "
            "behåll en av dem."
        )
        yield Issue(raw.file, message, row=int(row), column="ar")


def _backwards(use: pd.DataFrame) -> Iterator[Issue]:
    """Warn of a "no" after a "yes" or a start, and of a "yes" before the start."""
    place = ["municipality", "area"]
    year = use["year"]
    begun = _first_year(use, _begun(use), place)
    started = _first_year(use, use["started"].fillna(False), place)
    late = use["answer"].eq(NO) & year.gt(begun).fillna(False)
    early = _yes(use) & year.lt(started).fillna(False)
    told = use.assign(begun=begun, start=started, late=late, early=early)
    odd = told[late | early].sort_values([*place, "early"], kind="stable")
    for row in odd.itertuples():
        what = (
            f"svarar nej {row.year} fast användningen började senast {row.begun}"
            if row.late
            else f"svarar ja {row.year} fast införandet uppges ha börjat {row.start}"
        )
        yield _odd(row.municipality, row.area, what)


def _first_year(use: pd.DataFrame, where: pd.Series, place: list[str]) -> pd.Series:
    """Return, beside each row, the first year in which something holds in its place."""
    kept = use["year"].where(where)
    return kept.groupby([use[name] for name in place]).transform("min")


def _odd(code: object, area: object, what: str) -> Issue:
    message = f"Kommunen {code} ({area}) {what}; kontrollera uppgifterna."
    return Issue("ibic_use", message, WARNING, column="svar", value=shown_value(str(code)))


def _yes(rows: pd.DataFrame) -> pd.Series:
    return rows["answer"].isin([YES_ALL, YES_SOME])


def _begun(rows: pd.DataFrame) -> pd.Series:
    return rows["started"].fillna(False) | _yes(rows)
