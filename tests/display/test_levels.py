"""The country, the county and the SKR group stand beside each other with n."""

import pandas as pd

from ibic_eval.display.exhibits import Prose
from ibic_eval.display.levels import levels_table


def test_levels_stand_beside_each_other(counted, labels, cells):
    county = counted.assign(level="lan", level_name="Påhittat län")
    shown = levels_table(
        pd.concat([counted, county]), labels, ["q4_1", "q5_3", "q10"], slug="t", caption="x"
    )
    assert cells(shown) == [
        ["Fråga", "Alla som svarat i landet", "Påhittat län"],
        [f"{labels['q4_1']}: ökat", *["35–39 % (KI 29–45 %, n 77–113)"] * 2],
        [f"{labels['q5_3']}: ökat", "x", "x"],
        [f"{labels['q10']}: ja", *["84 % (KI 78–90 %, n 119)"] * 2],
    ]
    assert shown.notes[-1].startswith("x = dold")


def test_with_the_country_alone_nothing_is_shown(published, labels):
    assert levels_table(published, labels, ["q4_1"], slug="t", caption="x") == Prose(())
