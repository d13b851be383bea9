"""From the state now to the intended and the reached: transitions, directions and their tests."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ibic_eval.estimates import goal_schemas as codes
from ibic_eval.estimates.clustered_shares import person_share
from ibic_eval.estimates.equivalence import judged_effects
from ibic_eval.estimates.goal_rows import NO_DAY, Ints, goal_key, is_state, latest
from ibic_eval.estimates.goal_schemas import MISSING, SHOWN
from ibic_eval.estimates.paired_states import PairedTests, paired_tests
from ibic_eval.estimates.panels import ESTIMATED, NOT_ESTIMATED
from ibic_eval.estimates.person_counts import Labelled, cross_counts

# Ten in a hundred more better than worse, the least that the project speaks of without reservation
# between shares (estimates.differences).
MARGIN = 0.10
METHOD = (
    "Exakt teckentest, Holm (1979) över livsområdena; dessutom Wilcoxons teckenrangtest och "
    "Stuart–Maxwells test av marginalfördelningarna; likvärdighet med TOST"
)
NOBODY = "Ingen har fått livsområdet uppföljt så att nuläge och uppnått läge går att jämföra."

_STATES = (*codes.STATES, codes.UNKNOWN)


def followed_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the latest followed up assessment of each person and life area, of `goal_rows`.

    Of several on one day the life area's own goes before those of its codes.
    """
    followed = rows[rows["followed"].to_numpy() != NO_DAY]
    whole = followed["code"].to_numpy() < 0
    key = goal_key(followed, by_code=False)
    found: pd.DataFrame = followed.iloc[latest(key, followed["followed"].to_numpy(), whole)]
    return found


def transition_counts(pairs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables `nu_avsett` (present by intended) and `nu_uppnatt` (present by reached).

    Columns `present`, `intended` or `reached`, `n`, `persons`, with totals.
    """
    present = _states(pairs, "present")
    return {
        name: cross_counts(pairs["person"].to_numpy(), present, _states(pairs, other))
        for name, other in ((codes.NOW_INTENDED, "intended"), (codes.NOW_REACHED, "reached"))
    }


def direction_counts(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return `life_area, direction, n, persons` with totals."""
    direction = Labelled("direction", pairs["direction"].to_numpy(), codes.DIRECTIONS)
    return cross_counts(pairs["person"].to_numpy(), _life_areas(pairs), direction)


def outcome_counts(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return `life_area, outcome, n, persons` with totals."""
    outcome = Labelled("outcome", pairs["outcome"].to_numpy(), codes.OUTCOMES)
    counts = cross_counts(pairs["person"].to_numpy(), _life_areas(pairs), outcome)
    return counts[counts["outcome"].ne(codes.NOT_FOLLOWED)].reset_index(drop=True)


def cells_by_direction() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the cells of `nu_uppnatt` that add up to each direction's total."""
    sums: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for present in _STATES:
        for reached in _STATES:
            direction = _direction(present, reached)
            cell = (codes.NOW_REACHED, present, reached)
            sums.setdefault(("direction", direction), []).append(cell)
    return sums


def life_area_tests(pairs: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Return LIFE_AREA_TESTS: is the state reached another than the one before, by life area?

    A life area with fewer than `fewest` persons isn't tested (status saknas), and isn't in the
    family of Holm's correction.
    """
    tables = [
        (name, pairs[pairs["life_area"].to_numpy() == place])
        for place, name in enumerate(codes.LIFE_AREAS)
    ]
    tested = pd.DataFrame([_tested(name, rows, fewest) for name, rows in tables if len(rows)])
    schema = codes.LIFE_AREA_TESTS
    if tested.empty:
        return pd.DataFrame(columns=list(schema)).astype(dict(schema))
    told = tested["status"].eq(SHOWN)
    numbers = {name: tested[name].astype("Float64") for name in ("estimate", "se", "df", "p")}
    status = told.map({True: ESTIMATED, False: NOT_ESTIMATED}).astype("string")
    family = tested.assign(**numbers, status=status, family="livsområden")
    judged = judged_effects(family, margin=MARGIN, family=("family",))
    judged = judged.assign(status=tested["status"], verdict=judged["verdict"].where(told))
    return judged.reindex(columns=list(schema)).astype(dict(schema))


def state_table(pairs: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the 5 x 5 table of pairs with both states known, present in rows."""
    present, reached = pairs["present"].to_numpy("int64"), pairs["reached"].to_numpy("int64")
    known = is_state(present) & is_state(reached)
    return np.bincount(present[known] * 5 + reached[known], minlength=25).reshape(5, 5)


def _tested(name: str, rows: pd.DataFrame, fewest: int) -> dict[str, object]:
    tests = paired_tests(state_table(rows))
    base: dict[str, object] = {"life_area": name, "n": tests.n, "method": METHOD}
    if tests.n < fewest:
        few = f"Färre än {fewest} personer går att jämföra, så det går inte att säga något."
        reason = few if tests.n else NOBODY
        return {**base, "status": MISSING, "reason": reason, **dict.fromkeys(_ESTIMATED)}
    improved = person_share(tests.improved, tests.n)
    return {
        **base,
        "improved": improved.share,
        "improved_low": improved.ci_low,
        "improved_high": improved.ci_high,
        "unchanged": 1 - (tests.improved + tests.worse) / tests.n,
        "worse": tests.worse / tests.n,
        **_success(rows, fewest),
        **_net(tests),
        "p_wilcoxon": tests.p_wilcoxon,
        "p_marginal": tests.p_marginal,
        "status": SHOWN,
        "reason": "",
    }


_ESTIMATED = ("estimate", "se", "df", "ci_low", "ci_high", "p")


def _net(tests: PairedTests) -> dict[str, float]:
    """Return improved less worse, with the interval of Agresti and Min (2005) for paired shares.

    Half a pair is added to each of the four cells, so that the interval has a width where nothing
    changed.
    """
    n, up, down = tests.n + 2, tests.improved + 0.5, tests.worse + 0.5
    middle = (up - down) / n
    error = float(np.sqrt((up + down) / n - middle**2) / np.sqrt(n))
    reach = 1.959963984540054 * error
    net = (tests.improved - tests.worse) / tests.n
    return {
        "estimate": net,
        "se": error,
        "df": float("inf"),
        "ci_low": max(middle - reach, -1.0),
        "ci_high": min(middle + reach, 1.0),
        "p": tests.p_sign,
    }


def _success(rows: pd.DataFrame, fewest: int) -> Mapping[str, float]:
    outcome = rows["outcome"].to_numpy()
    n, reached = (
        int(np.isin(outcome, [codes.OUTCOMES.index(name) for name in names]).sum())
        for names in (codes.JUDGED, codes.REACHED)
    )
    if n < fewest:
        return {}
    found = person_share(reached, n)
    return {
        "n_goals": n,
        "success": found.share,
        "success_low": found.ci_low,
        "success_high": found.ci_high,
    }


def _direction(present: str, reached: str) -> str:
    if codes.UNKNOWN in (present, reached):
        return codes.CANNOT_JUDGE
    if present == reached:
        return codes.SAME
    return codes.BETTER if reached < present else codes.WORSE


def _life_areas(pairs: pd.DataFrame) -> Labelled:
    return Labelled("life_area", pairs["life_area"].to_numpy(), codes.LIFE_AREAS)


def _states(pairs: pd.DataFrame, name: str) -> Labelled:
    values: Ints = pairs[name].to_numpy()
    return Labelled(name, np.where(is_state(values), values, len(codes.STATES)), _STATES)
