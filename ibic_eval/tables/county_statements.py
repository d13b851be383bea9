"""What sources say of a county without naming its municipalities, and how the words are read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from ibic_eval.codebook.variables import Codebook
from ibic_eval.sources.responses import RawTable
from ibic_eval.tables.cells import named_code
from ibic_eval.tables.county_mapping import PARTS, code_issues, repeated, without_errors
from ibic_eval.tables.issues import Issue, issues_table

_COLUMNS = {
    "lanskod": "county_code",
    "omrade": "area",
    "fraga": "part",
    "svar": "answer",
    "ord": "word",
    "antal": "number",
    "ordagrant": "wording",
    "kalla": "source",
    "kalldatum": "source_date",
    "anteckning": "note",
}
STATEMENTS_SCHEMA: Mapping[str, str] = {
    **dict.fromkeys(_COLUMNS.values(), "string"),
    **dict.fromkeys(["number", "year", "n", "least", "most"], "Int64"),
}
_KEY = ["lanskod", "omrade", "fraga", "svar", "kalldatum"]
_NUMBER = "antal"


class CountyStatements(NamedTuple):
    """The typed `statements` on counties and the `issues` of the files they were made from.

    `statements` (STATEMENTS_SCHEMA) has one row a statement: between `least` and `most` of the
    county's `n` municipalities have the part (`answer` ja) or lack it (nej).
    """

    statements: pd.DataFrame
    issues: pd.DataFrame


def type_statements(
    raws: Iterable[RawTable], codebook: Codebook, register: pd.DataFrame
) -> CountyStatements:
    """Type the files of statements on counties.

    Rows with an error are left out and stand among the issues: what is outside the codebook, a
    county that is not in `register`, a number that is missing or larger than the county, two rows
    on the same thing.
    """
    sizes = {str(code): int(n) for code, n in register["county_code"].value_counts().items()}
    typed = [_type_file(raw, codebook, sizes) for raw in raws]
    kept = pd.concat([_no_rows(), *(each.statements for each in typed)], ignore_index=True)
    issues = [each.issues for each in typed if len(each.issues)]
    found = pd.concat(issues, ignore_index=True) if issues else issues_table([])
    return CountyStatements(kept.astype(dict(STATEMENTS_SCHEMA)), found)


def read_as(word: str, number: int | None, n: int) -> tuple[int, int]:
    """Return the least and the most of `n` municipalities that a word can mean.

    Words are read as widely as they reasonably can be: few are less than half, perhaps none;
    several are at least two; most are more than half.
    """
    spans = {
        "ingen": (0, 0),
        "fa": (0, max(n - 1, 0) // 2),
        "flera": (min(2, n), n),
        "flertalet": (n // 2 + 1, n),
        "alla": (n, n),
        "inget_antal": (0, n),
    }
    return spans[word] if number is None else (number, number)


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(STATEMENTS_SCHEMA)).astype(dict(STATEMENTS_SCHEMA))


def _type_file(raw: RawTable, codebook: Codebook, sizes: Mapping[str, int]) -> CountyStatements:
    found = code_issues(raw, codebook)
    if set(raw.frame.columns) != set(_COLUMNS):
        return CountyStatements(_no_rows(), found)
    more = issues_table(
        [
            *_wrong_county(raw, sizes),
            *_wrong_number(raw, sizes),
            *repeated(raw, _KEY, "län, område, del, svar och datum"),
        ]
    )
    filled = [each for each in (found, more) if len(each)]
    issues = pd.concat(filled, ignore_index=True) if filled else more
    return CountyStatements(_typed(without_errors(raw, issues), sizes), issues)


def _typed(rows: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    named = rows[list(_COLUMNS)].rename(columns=_COLUMNS)
    numbers = named["number"].astype("Int64")
    n = named["county_code"].map(sizes).astype("Int64")
    spans = [
        read_as(word, None if pd.isna(number) else int(number), int(size))
        for word, number, size in zip(named["word"], numbers, n, strict=True)
    ]
    return named.assign(
        part=named["part"].map(PARTS),
        number=numbers,
        year=named["source_date"].str[:4].astype("Int64"),
        n=n,
        least=pd.Series([low for low, _ in spans], index=named.index, dtype="Int64"),
        most=pd.Series([high for _, high in spans], index=named.index, dtype="Int64"),
    )[list(STATEMENTS_SCHEMA)]


def _wrong_county(raw: RawTable, sizes: Mapping[str, int]) -> Iterator[Issue]:
    for row, code in raw.frame["lanskod"].dropna().items():
        if code not in sizes:
            what = named_code(code, "länskod")
            message = f"Filen {raw.file}: rad {row} har {what}; skriv två siffror, som 03."
            yield Issue(raw.file, message, row=int(str(row)), column="lanskod", value=code)


def _wrong_number(raw: RawTable, sizes: Mapping[str, int]) -> Iterator[Issue]:
    cells = raw.frame[["lanskod", "ord", _NUMBER]].fillna("")
    for row, (county, word, number) in zip(cells.index, cells.to_numpy(), strict=True):
        size = sizes.get(county, 0)
        if (word == _NUMBER) != bool(number):
            advice = f"skriv ett tal i kolumnen {_NUMBER} bara där ord är {_NUMBER}"
        elif number.isdigit() and int(number) > size > 0:
            advice = f"länet har bara {size} kommuner; rätta talet"
        else:
            continue
        message = f"Filen {raw.file}: rad {row} går inte ihop: {advice}."
        yield Issue(raw.file, message, row=int(row), column=_NUMBER)
