"""How far municipalities have come with IBIC, part by part: files typed, and what is wrong."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.county_mapping import owner_of
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.cells import named_code, personal_number_issues
from ibic_eval.tables.issues import ERROR, WARNING, Issue, issues_table
from ibic_eval.tables.validation import FIRST_ROW, validate_table

# The parts of an introduction, in the order of the Uppsala report, by their columns.
PARTS: Mapping[str, str] = {
    "start": "start",
    "beslut": "decision",
    "plan": "plan",
    "konsekvensanalys": "consequences",
    "lokala_mal": "local_goals",
    "organisation": "organisation",
    "utforare": "providers",
    "forvaltningsplan": "maintenance_plan",
    "introduktion": "induction",
    "granskning": "review",
    "hur_langt": "how_far",
}
_COLUMNS = {
    "kommunkod": "municipality",
    "omrade": "area",
    "forvaltning": "administration",
    **PARTS,
    "start_ar": "start_year",
    "beslut_ar": "decision_year",
    "kalla": "source",
    "kalldatum": "source_date",
    "ordagrant": "wording",
    "anteckning": "note",
}
_YEARS = dict.fromkeys(["start_year", "decision_year", "year"], "Int64")
MAPPING_SCHEMA: Mapping[str, str] = {
    **dict.fromkeys([*_COLUMNS.values(), "year"], "string"),
    **_YEARS,
}
KEY = ["municipality", "area"]
# What an answer on each part says; an empty cell is unknown and stands in none of them.
HAS, PARTLY, HAS_NOT = "ja", "delvis", "nej"
STANDS_FOR: Mapping[str, str] = {
    "ja": HAS,
    "delvis": PARTLY,
    "planerat": HAS_NOT,
    "nej": HAS_NOT,
    "langt": HAS,
    "en_bit": PARTLY,
    "i_borjan": HAS_NOT,
    "inte_borjat": HAS_NOT,
}
_EARLIEST = 4  # letters of a year


class CountyMapping(NamedTuple):
    """The typed `answers` of a mapping and the `issues` of the files they were made from.

    `answers` (MAPPING_SCHEMA) has one row a municipality and area: a code of the codebook for each
    part, NA where it isn't known; `year` is the year that the answers are about.
    """

    answers: pd.DataFrame
    issues: pd.DataFrame


def type_mapping(
    raws: Iterable[RawTable], codebook: Codebook, register: pd.DataFrame
) -> CountyMapping:
    """Type the files of a mapping; of two rows on the same thing the later file's counts, whole.

    Rows with an error are left out and stand among the issues: a column, code, area or year outside
    the codebook, a municipality that is not in `register` or not the folder's own, a personal
    number, two rows on the same thing in one file. A start or a decision whose year doesn't fit
    what is said of it is a warning.
    """
    return joined_mapping([type_mapping_file(raw, codebook, register) for raw in raws])


def joined_mapping(typed: Sequence[CountyMapping]) -> CountyMapping:
    """Return files that are typed already as one mapping, as `type_mapping` does."""
    answers = pd.concat([_no_rows(), *(each.answers for each in typed)], ignore_index=True)
    answers = answers.drop_duplicates(KEY, keep="last").sort_values(KEY, ignore_index=True)
    issues = [each.issues for each in typed if len(each.issues)]
    found = pd.concat(issues, ignore_index=True) if issues else issues_table([])
    return CountyMapping(answers.astype(dict(MAPPING_SCHEMA)), found)


def type_mapping_file(raw: RawTable, codebook: Codebook, register: pd.DataFrame) -> CountyMapping:
    """Type one file of a mapping."""
    found = code_issues(raw, codebook)
    if set(raw.frame.columns) != set(_COLUMNS):
        return CountyMapping(_no_rows(), found)
    more = issues_table(
        [
            *_wrong_municipality(raw, set(register["code"])),
            *repeated(raw, ["kommunkod", "omrade"], "kommun och område"),
            *_odd_years(raw),
        ]
    )
    filled = [each for each in (found, more) if len(each)]
    issues = pd.concat(filled, ignore_index=True) if filled else more
    return CountyMapping(_typed(without_errors(raw, issues)), issues)


def code_issues(raw: RawTable, codebook: Codebook) -> pd.DataFrame:
    """Return what in a file breaks its codebook, but for its key, by the file's own rows."""
    broken = validate_table(raw.frame.reset_index(drop=True), replace(codebook, key=()), raw.file)
    return issues_table(
        [
            *(_in_file(raw, issue) for issue in broken.to_dict("records")),
            *personal_number_issues(raw.frame, raw.file),
        ]
    )


def _in_file(raw: RawTable, issue: Mapping[Hashable, Any]) -> Issue:
    """Say in the message itself which file and row it is about: a report shows nothing else."""
    row = None if pd.isna(issue["row"]) else int(raw.frame.index[int(issue["row"]) - FIRST_ROW])
    place = f"Filen {raw.file}" if row is None else f"Filen {raw.file}, rad {row}"
    message = f"{place}: {issue['message'][:1].lower()}{issue['message'][1:]}"
    return Issue(raw.file, message, str(issue["severity"]), row, issue["column"], issue["value"])


def without_errors(raw: RawTable, issues: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a file that have no error."""
    faulty = issues.loc[issues["severity"].eq(ERROR), "row"]
    return raw.frame[~raw.frame.index.isin(faulty)]


def repeated(raw: RawTable, key: list[str], what: str) -> Iterator[Issue]:
    """Yield an issue for each row with the same key as another; `what` names the key in words."""
    for row in raw.frame.index[raw.frame.duplicated(key, keep=False)]:
        message = (
            f"Filen {raw.file}: rad {row} gäller samma {what} som en annan rad; behåll en av dem."
        )
        yield Issue(raw.file, message, row=int(row), column=key[-1])


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(MAPPING_SCHEMA)).astype(dict(MAPPING_SCHEMA))


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows[list(_COLUMNS)].rename(columns=_COLUMNS)
    years = {name: named[name].astype("Int64") for name in ("start_year", "decision_year")}
    year = named["source_date"].str[:_EARLIEST].astype("Int64")
    return named.assign(**years, year=year)[list(MAPPING_SCHEMA)]


def _wrong_municipality(raw: RawTable, known: set[str]) -> Iterator[Issue]:
    own = owner_of(raw.path)
    for row, code in raw.frame["kommunkod"].dropna().items():
        if code not in known:
            what = f"har {named_code(code, 'kommunkod')}; skriv fyra siffror, som 1489"
        elif own and code != own:
            what = f"gäller {code} fast mappen är för {own}; flytta raden till rätt fil"
        else:
            continue
        message = f"Filen {raw.file}: rad {row} {what}."
        yield Issue(raw.file, message, row=int(str(row)), column="kommunkod", value=code)


def _odd_years(raw: RawTable) -> Iterator[Issue]:
    """Warn of a year beside a no or nothing at all, and of a yes in a year that hadn't come."""
    for part in ("start", "beslut"):
        column = f"{part}_ar"
        cells = raw.frame[[part, column, "kalldatum"]].fillna("")
        for row, (answer, year, said) in zip(cells.index, cells.to_numpy(), strict=True):
            late = answer == "ja" and year > said[:_EARLIEST]
            if year and (answer in ("", "nej") or late):
                message = (
                    f"Filen {raw.file}: rad {row} har ett år i kolumnen {column} som inte går ihop "
                    f"med svaret i kolumnen {part}; kontrollera båda."
                )
                yield Issue(raw.file, message, WARNING, row=int(row), column=column)
