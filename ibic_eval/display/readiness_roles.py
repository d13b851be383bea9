"""Where those who answered disagree: in all, and between roles."""

import pandas as pd

from ibic_eval.display.exhibits import Prose, Shown
from ibic_eval.display.numbers import (
    HIDDEN,
    MISSING,
    decimal,
    integer,
    is_missing,
    p_value,
)
from ibic_eval.display.readiness_words import (
    CI,
    DIFFER,
    NOTHING,
    SHOWN,
    SUPPRESSED,
    Chapter,
    Context,
    Row,
    latest,
    number_word,
    own_source,
    quoted,
    role_in_text,
    short_names,
)
from ibic_eval.display.row_dicts import row_dicts
from ibic_eval.display.tables import table

_LEAST_AGREED = 8


def role_sentences(chapter: Chapter) -> Prose:
    """Tell on how many statements the roles differ, the widest gap, and what could have shown."""
    return Prose(tuple(told_gaps(chapter)))


def told_gaps(chapter: Chapter) -> list[str]:
    """Return the sentences on roles: the gap that is widest, and what can't be told."""
    if not chapter.context["available"]:
        return []
    tested = chapter.role_tests[chapter.role_tests["status"].eq(SHOWN)]
    if tested.empty:
        return [
            "Om rollerna ser olika på beredskapen går inte att säga: de är för små att jämföra."
        ]
    count = number_word(len(tested), "påstående", "påståenden")
    differ = tested[tested["verdict"].eq(DIFFER)].sort_values("gap", ascending=False)
    needed = _needed(tested)
    if differ.empty:
        return [
            f"Om rollerna ser olika på något av {count} kan inte avgöras: en skillnad mellan två "
            f"roller på {needed} hade behövts för att säkert synas."
        ]
    return [
        f"Rollerna svarar olika på {integer(len(differ))} av {count}. {_widest(differ, chapter)}",
        f"För de andra kan det inte avgöras: där hade en skillnad på {needed} behövts för att "
        "säkert synas.",
    ]


def _widest(differ: pd.DataFrame, chapter: Chapter) -> str:
    row = differ.iloc[0].to_dict()
    high, low = (role_in_text(chapter.context, row[name]) for name in ("high_role", "low_role"))
    names = short_names(chapter)
    return (
        f"Längst isär är {high} (medel {decimal(row['high_mean'])}, {integer(row['n_high'])} "
        f"svarande) och {low} ({decimal(row['low_mean'])}, {integer(row['n_low'])}) om "
        f"{quoted(names[row['statement']])}: skillnaden är {decimal(row['gap'])} steg av 3 ({CI} "
        f"{decimal(row['ci_low'])}–{decimal(row['ci_high'])}; p {p_value(row['p_holm'])})."
    )


def _needed(tested: pd.DataFrame) -> str:
    low, high = (decimal(end) for end in tested["smallest_detectable"].agg(["min", "max"]))
    return f"{low} steg" if low == high else f"{low}–{high} steg"


def disagreement_table(chapter: Chapter) -> Shown:
    """Show the statements on which roles differ, and those with least agreement among all."""
    context = chapter.context
    if not context["available"]:
        return NOTHING
    tests = {row["statement"]: row for row in row_dicts(chapter.role_tests)}
    standing = latest(chapter.standing, context)
    known = standing[standing["status"].eq(SHOWN)].sort_values("agreement", kind="stable")
    least = known.dropna(subset="agreement")["statement"].head(_LEAST_AGREED)
    differ = [name for name, row in tests.items() if row["verdict"] == DIFFER]
    chosen = list(dict.fromkeys([*differ, *least]))
    if not chosen:
        return NOTHING
    rows = {row["statement"]: row for row in row_dicts(standing)}
    order = [name for name in known["statement"] if name in chosen]
    names = short_names(chapter)
    lines = [_line(names[name], rows[name], tests[name], context) for name in order]
    return table(
        pd.DataFrame(lines), slug="beredskap-oenighet", source=own_source(context),
        caption="Påståenden där rollerna svarar olika, och de där svaren är minst eniga.",
        words=("Högst", "Lägst", "Omdöme"),
        notes=("Enighet är 1 när alla svarar lika, 0 när svaren är jämnt spridda och −1 när "
               "hälften svarar längst ned och hälften längst upp, och visas när minst tio tagit "
               "ställning. Högst och Lägst är rollerna med "
               "högst och lägst medel, med antal svarande; bara roller med minst fem jämförs. p är "
               "justerat för antalet påståenden. Synlig är den skillnad mellan de två rollerna som "
               "hade upptäckts i åtta fall av tio.",),
    )  # fmt: skip


def _line(name: str, row: Row, test: Row, context: Context) -> dict[str, str]:
    agreed = f"{decimal(row['agreement'], 2)} ({_ends(row, 'agreement_low', 'agreement_high', 2)})"
    told = MISSING if is_missing(row["agreement"]) else agreed
    shown = {SHOWN: told, SUPPRESSED: HIDDEN}.get(str(row["status"]), MISSING)
    if test["status"] != SHOWN:
        lacking = dict.fromkeys(
            ["Högst", "Lägst", "Skillnad, KI", "p", "Synlig", "Omdöme"], MISSING
        )
        return {"Påstående": name, "Enighet, KI": shown, **lacking}
    return {
        "Påstående": name,
        "Enighet, KI": shown,
        "Högst": _role(test, "high", context),
        "Lägst": _role(test, "low", context),
        "Skillnad, KI": f"{decimal(test['gap'])} ({_ends(test, 'ci_low', 'ci_high', 1)})",
        "p": p_value(test["p_holm"]),
        "Synlig": decimal(test["smallest_detectable"]),
        "Omdöme": str(test["verdict"]),
    }


def _ends(row: Row, low: str, high: str, decimals: int) -> str:
    return f"{decimal(row[low], decimals)} till {decimal(row[high], decimals)}"


def _role(test: Row, end: str, context: Context) -> str:
    role = context["roles"][test[f"{end}_role"]]
    return f"{role} {decimal(test[f'{end}_mean'])} ({integer(test[f'n_{end}'])})"
