"""Groups of municipalities by their use of IBIC in two years, and the year each began.

The groups are those of the fact box in Vårdanalys 2021:2, section 6.2.6, for any two years. One
answer that contradicts another on the same area and year counts as no answer.
"""

import pandas as pd

from ibic_eval.errors import InputError
from ibic_eval.tables.ibic_use import NO, YES_ALL, YES_SOME

NOT_USED, BEGAN, USED_IN_BOTH, OTHER = "inte_anvant", "borjat_mellan", "anvant_bada", "ovrig"
GROUPS = (NOT_USED, BEGAN, USED_IN_BOTH)
AREA_OF_SERVICE = {
    "hemtjanst": "aldreomsorg",
    "sarskilt_boende": "aldreomsorg",
    "gruppbostad": "lss",
    "servicebostad": "lss",
    "daglig_verksamhet": "lss",
}


def used_in_neither(first: pd.Series, second: pd.Series) -> pd.Series:
    """Tell who answered no in both years."""
    return first.eq(NO).fillna(False) & second.eq(NO).fillna(False)


def began_between(first: pd.Series, second: pd.Series) -> pd.Series:
    """Tell who answered no in the first year and yes, for all or for some, in the second."""
    return first.eq(NO).fillna(False) & second.isin([YES_ALL, YES_SOME])


def used_in_both(first: pd.Series, second: pd.Series) -> pd.Series:
    """Tell who answered yes, for all, in both years."""
    return first.eq(YES_ALL).fillna(False) & second.eq(YES_ALL).fillna(False)


def adoption_groups(use: pd.DataFrame, area: str, first: int, second: int) -> pd.DataFrame:
    """Return one row a municipality: `municipality, area, first, second, group`.

    `use` is the table of `tables.ibic_use`; every municipality with a row in the area is there,
    and one that fits no rule or lacks an answer is `ovrig`, listed but not analysed. Raises
    InputError unless the first year comes before the second.
    """
    if first >= second:
        raise InputError(f"Det första året ({first}) ska komma före det andra ({second}).")
    answers = _answers(use, area)
    codes = pd.Index(sorted(use.loc[use["area"].eq(area), "municipality"].unique()))
    before, after = (_in_year(answers, year, codes) for year in (first, second))
    group = pd.Series(OTHER, index=codes, dtype="string")
    for name, rule in zip(GROUPS, (used_in_neither, began_between, used_in_both), strict=True):
        group = group.mask(rule(before, after), name)
    named = group.rename("group").rename_axis("municipality").reset_index()
    return named.assign(
        municipality=named["municipality"].astype("string"),
        area=pd.Series(area, index=named.index, dtype="string"),
        first=pd.Series(first, index=named.index, dtype="Int64"),
        second=pd.Series(second, index=named.index, dtype="Int64"),
    )[["municipality", "area", "first", "second", "group"]]


def first_year(use: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return one row a municipality whose use is known: `municipality, area, first_year, last_no`.

    `first_year` (Int64) is the year a source says that the introduction began, else the first year
    with a yes, for all or for some; NA where every answer is no. `last_no` is the last year before
    it with a no, NA where there is none: then the first yes may come years after the start. A
    municipality with neither an answer nor a start is absent, since never using is not the same as
    not known.
    """
    answers = _answers(use, area)
    said = use[use["area"].eq(area) & use["started"].fillna(False)]
    starts = said.groupby("municipality")["year"].min()
    yes = answers[answers["answer"].isin([YES_ALL, YES_SOME])].groupby("municipality")["year"].min()
    codes = pd.Index(sorted({*answers["municipality"], *starts.index}), dtype="string")
    began = starts.reindex(codes).fillna(yes.reindex(codes)).astype("Int64")
    no = answers[answers["answer"].eq(NO)]
    limit = no["municipality"].map(began)
    before = no[limit.isna() | no["year"].lt(limit).fillna(False)]
    last = before.groupby("municipality")["year"].max().reindex(codes).astype("Int64")
    years = {"first_year": began.array, "last_no": last.array}
    table = pd.DataFrame({"municipality": codes, "area": area, **years})
    return table.astype({"municipality": "string", "area": "string"})


def _answers(use: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the area's answers, one a municipality and year, without those that contradict."""
    key = ["municipality", "year"]
    given = use.loc[use["area"].eq(area) & use["answer"].notna(), [*key, "answer"]]
    return given.drop_duplicates().drop_duplicates(key, keep=False)


def _in_year(answers: pd.DataFrame, year: int, codes: pd.Index) -> pd.Series:
    rows = answers[answers["year"].eq(year)]
    return rows.set_index("municipality")["answer"].reindex(codes).astype("string")
