"""When municipalities began with IBIC, and how far those that have worked longest have come."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ibic_eval.tables.adoption import first_year

MAPPED, STATED, FIRST_YES = "kartlaggning", "ibic_use", "forsta_ja"
UNTOLD = "okant"

# One row a municipality. `year` is the year it began, NA where that isn't known; `exact` is false
# where it is only the first year with a yes, so that it can have begun earlier. `basis` says what
# the year rests on, `as_of` which year the mapping is about, and `years` how long that is after the
# start.
STARTS_SCHEMA: Mapping[str, str] = {
    "municipality": "string",
    "how_far": "string",
    "year": "Int64",
    "exact": "boolean",
    "basis": "string",
    "as_of": "Int64",
    "years": "Int64",
}

# One row a level of how far they judge themselves to have come (UNTOLD where unknown): `n`
# municipalities, `n_year` of them with a known start, and the years from start to mapping.
LEVELS_SCHEMA: Mapping[str, str] = {
    "how_far": "string",
    **dict.fromkeys(["n", "n_year"], "Int64"),
    **dict.fromkeys(["median_years", "fewest_years", "most_years"], "Float64"),
}


def county_starts(answers: pd.DataFrame, codes: Sequence[str], use: pd.DataFrame) -> pd.DataFrame:
    """Return when each of the municipalities `codes` began (STARTS_SCHEMA).

    `answers` are the rows of one area in MAPPING_SCHEMA, `use` those of `use_starts` in the same
    area. The mapping's year goes before. A planned start is no start. Where a municipality has no
    mapping, `as_of` is the latest year of the others'.
    """
    members = answers.set_index("municipality").reindex(pd.Index(list(codes), name="municipality"))
    began = members["start"].isin(["ja", "delvis"])
    mapped = members["start_year"].where(began).astype("Int64")
    known = use.set_index("municipality").reindex(members.index)
    # What the use says is left aside where the mapping says that nothing has begun.
    used = known["year"].mask(members["start"].isin(["nej", "planerat"])).astype("Int64")
    year = mapped.fillna(used)
    exact = mapped.notna() | known["exact"].astype("boolean").fillna(False)
    basis = known["basis"].mask(mapped.notna(), MAPPED).where(year.notna())
    as_of = members["year"].astype("Int64").fillna(members["year"].max())
    since = (as_of - year).where(year.le(as_of).fillna(False))
    table = pd.DataFrame(
        {
            "how_far": members["how_far"],
            "year": year,
            "exact": exact.where(year.notna()),
            "basis": basis,
            "as_of": as_of,
            "years": since,
        }
    )
    return table.reset_index()[list(STARTS_SCHEMA)].astype(dict(STARTS_SCHEMA))


def with_starts(answers: pd.DataFrame, starts: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with a yes on the start where only the use of IBIC tells that it has come.

    `starts` are those of `county_starts` with the same `answers`. Municipalities without a row get
    one, with all else unknown. A use that isn't known, or came later, leaves the start unknown.
    """
    begun = starts[starts["year"].le(starts["as_of"]).fillna(False)].set_index("municipality")
    codes = pd.Index([*answers["municipality"], *begun.index], name="municipality").unique()
    full = answers.set_index("municipality").reindex(codes)
    told = pd.Series("ja", index=begun.index, dtype="string").reindex(codes)
    filled = full["start"].isna() & told.notna()
    as_of = begun["as_of"].reindex(codes)
    return full.assign(
        start=full["start"].fillna(told),
        year=full["year"].mask(filled & full["year"].isna(), as_of),
    ).reset_index()[list(answers.columns)]


def use_starts(use: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the first year of use of each municipality: `municipality, area, year, exact, basis`.

    `use` is the table of `tables.ibic_use`. The year is exact where a source gives it, or where the
    year before has a no.
    """
    first = first_year(use, area).dropna(subset="first_year").reset_index(drop=True)
    said = use.loc[use["area"].eq(area) & use["started"].fillna(False), "municipality"]
    stated = first["municipality"].isin(said)
    exact = stated | first["last_no"].eq(first["first_year"] - 1).fillna(False)
    basis = stated.map({True: STATED, False: FIRST_YES}).astype("string")
    named = first.rename(columns={"first_year": "year"})[["municipality", "area", "year"]]
    return named.assign(exact=exact.astype("boolean"), basis=basis)


def start_levels(starts: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Return the years since the start by how far they judge themselves to have come.

    `levels` gives the order, UNTOLD the last (LEVELS_SCHEMA); levels that nobody is on are left
    out.
    """
    told = starts["how_far"].fillna(UNTOLD)
    rows = [
        _level(level, part)
        for level in (*levels, UNTOLD)
        for part in [starts[told.eq(level)]]
        if len(part)
    ]
    return pd.DataFrame(rows, columns=list(LEVELS_SCHEMA)).astype(dict(LEVELS_SCHEMA))


def _level(level: str, part: pd.DataFrame) -> dict[str, object]:
    years = part["years"].dropna().astype("float64")
    row: dict[str, object] = {"how_far": level, "n": len(part), "n_year": len(years)}
    if years.empty:
        return row
    ends = {"fewest_years": years.min(), "most_years": years.max()}
    return {**row, "median_years": years.median(), **ends}
