"""Which files are missing, and which goals they would answer."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ibic_eval.codebook.final_catalogue import JUDGEMENT, STAFF, Measure
from ibic_eval.codebook.final_report import GoalLink
from ibic_eval.estimates import final_schemas as s


def lacking_files(
    measures: Mapping[str, Measure], missing: Iterable[str], links: Mapping[str, GoalLink]
) -> pd.DataFrame:
    """Return the missing files that hold outcomes (LACKS), with what they would show and of what.

    Files of judgements alone are left out: they can't decide a goal.
    """
    absent = set(missing)
    rows = []
    for file in dict.fromkeys(each.file for each in measures.values() if each.file in absent):
        of_file = [each for each in measures.values() if each.file == file]
        deciding = [each for each in of_file if each.kind not in (JUDGEMENT, STAFF)]
        if deciding:
            rows.append(_row(file, deciding, links))
    return pd.DataFrame(rows, columns=list(s.LACKS)).astype(s.LACKS)


def _row(file: str, measures: list[Measure], links: Mapping[str, GoalLink]) -> dict[str, str]:
    aspects = list(dict.fromkeys(aspect for each in measures for aspect in each.aspects))
    goals = [goal for goal, link in links.items() if set(link.aspects) & set(aspects)]
    return {
        "file": file,
        "aspects": " ".join(aspects),
        "what": "; ".join(dict.fromkeys(each.what_sv for each in measures)),
        "goals": " ".join(goals),
    }
