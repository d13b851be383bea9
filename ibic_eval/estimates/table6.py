"""Table 6 of the report tested exactly: does IBIC go with using follow-up for development."""

import pandas as pd
from scipy.stats import binomtest

from ibic_eval.estimates.differences import holm

ITEM = "tabell6"
USERS = "anvander_eller_delvis"
OTHERS = "anvander_inte"
# The area of table 4 whose share of users stands nearest to each column of table 6.
AREA_IN_TABLE_4 = {
    "lss": "lss",
    "psykisk_sol": "annan_sol",
    "aldreomsorg_ordinart": "aldreomsorg",
    "aldreomsorg_sarskilt": "aldreomsorg",
}
YEAR_IN_TABLE_4 = 2019
NOTE = (
    "Rapporten anger inte hur många kommuner som finns i grupperna. Jämn fördelning är därför bara "
    "en måttstock, och andelen som använder IBIC kommer från en annan undersökning (tabell 4, "
    "Socialstyrelsens lägesbeskrivning 2019), som ger högre andelar än Öppna jämförelser."
)


def table6_counts(published: pd.DataFrame) -> pd.DataFrame:
    """Return one row an area of table 6: `area, users, others, published_share` (proportion).

    `published` is the table of `sources.published.read_published`.
    """
    cells = published[published["item"].eq(ITEM)].pivot_table(
        index="area", columns="group", values="low", sort=False
    )
    table4 = published[
        published["section"].eq("Tabell 4")
        & published["item"].eq("infort_ibic")
        & published["year"].eq(YEAR_IN_TABLE_4)
    ].set_index("area")["low"]
    counts = cells.rename(columns={USERS: "users", OTHERS: "others"}).astype("int64").reset_index()
    shares = counts["area"].map(AREA_IN_TABLE_4).map(table4) / 100
    return counts.assign(published_share=shares)[["area", "users", "others", "published_share"]]


def table6_tests(counts: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Test each area of table 6 against an even split and against the share that uses IBIC.

    Adds `total`, `users_share` with its Clopper-Pearson (1934) interval `ci_low, ci_high`, and the
    two-sided exact binomial p-values `p_even` and `p_published`, each also adjusted over the areas
    by Holm (1979). Under the second hypothesis those that use their follow-up are spread as all
    municipalities are. `note` says what the denominators that are not printed keep unknown.
    """
    columns = (counts["users"], counts["others"], counts["published_share"])
    rows = [_tests(*row, confidence) for row in zip(*columns, strict=True)]
    tests = pd.DataFrame(rows, index=counts.index)
    return counts.join(
        tests.assign(
            p_even_holm=holm(tests["p_even"]),
            p_published_holm=holm(tests["p_published"]),
            method="exakt binomialtest; Clopper–Pearson; Holm 1979",
            note=NOTE,
        )
    )


def _tests(users: int, others: int, share: float, confidence: float) -> dict[str, float]:
    total = users + others
    even = binomtest(users, total, 0.5)
    interval = even.proportion_ci(confidence, method="exact")
    return {
        "total": total,
        "users_share": users / total,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "p_even": even.pvalue,
        "p_published": binomtest(users, total, share).pvalue,
    }
