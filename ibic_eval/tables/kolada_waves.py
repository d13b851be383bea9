"""Years in which a survey, or one of its questions, has no values at all."""

from collections.abc import Iterator

import pandas as pd

from ibic_eval.tables.issues import WARNING, Issue

SERVICE_NAMES = {
    "hemtjanst": "hemtjänst",
    "sarskilt_boende": "särskilt boende",
    "gruppbostad": "gruppbostad",
    "servicebostad": "servicebostad",
    "daglig_verksamhet": "daglig verksamhet",
}


def wave_issues(rows: pd.DataFrame, file: str) -> Iterator[Issue]:
    """Yield a warning for every service and every question with years that have no values.

    `rows` has every result that could be there: `kpi, service, question, year, value`. A year
    between two others of a service, without any row, counts too. A year in which the whole service
    lacks values is told once, not for each of its questions.
    """
    filled = rows[rows["value"].notna()]
    for service, part in rows.groupby("service", sort=True):
        name = SERVICE_NAMES.get(str(service), str(service))
        waves = set(filled.loc[filled["service"].eq(service), "year"])
        years = set(range(int(part["year"].min()), int(part["year"].max()) + 1))
        if years - waves:
            message = (
                f"Undersökningen om {name} har inga värden för {_listed(years - waves)}; den "
                "gjordes inte då, eller så är hämtningen inte hel."
            )
            yield Issue(file, message, WARNING, column=str(service))
        for kpi, question in part.groupby("kpi", sort=True):
            own = set(filled.loc[filled["kpi"].eq(kpi), "year"])
            if waves - own:
                yield _question_issue(
                    str(kpi), str(question["question"].iloc[0]), waves - own, file
                )


def _question_issue(kpi: str, question: str, years: set[int], file: str) -> Issue:
    message = (
        f"Nyckeltalet {kpi} ({question}) har inga värden för {_listed(years)} fast de andra "
        "frågorna i undersökningen har det; frågan kan ha ändrats."
    )
    return Issue(file, message, WARNING, column=kpi)


def _listed(years: set[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))
