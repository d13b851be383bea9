"""Tests of paired states on the ordinal scale 0-4, from the table of pairs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

Table = npt.NDArray[np.int64]
_TINY = 1e-10


class PairedTests(NamedTuple):
    """What became of `n` pairs, and the tests' p-values (nan where nothing changed)."""

    n: int
    improved: int
    worse: int
    p_sign: float
    p_wilcoxon: float
    p_marginal: float


def paired_tests(table: Table) -> PairedTests:
    """Test whether states changed; `table` counts pairs, before in rows and after in columns.

    Lower is better. The sign test is exact; Wilcoxon's signed-rank test uses the normal
    approximation with correction for ties and continuity, and leaves unchanged pairs out, as R's
    `wilcox.test(paired = TRUE, exact = FALSE)`; the test of marginal homogeneity is Stuart's (1955)
    and Maxwell's (1970). Without a change the first two are 1, and the last nan.
    """
    differences = np.arange(len(table))[None, :] - np.arange(len(table))[:, None]
    improved, worse = int(table[differences < 0].sum()), int(table[differences > 0].sum())
    changed = improved + worse
    sign = stats.binomtest(improved, changed).pvalue if changed else 1.0
    return PairedTests(
        int(table.sum()), improved, worse, float(sign), _wilcoxon(table), stuart_maxwell(table)[2]
    )


def stuart_maxwell(table: Table) -> tuple[float, int, float]:
    """Return chi-square, degrees of freedom and p of marginal homogeneity; nan without change."""
    margins = (table.sum(axis=1) - table.sum(axis=0)).astype("float64")
    covariance = -(table + table.T).astype("float64")
    np.fill_diagonal(covariance, table.sum(axis=1) + table.sum(axis=0) - 2 * np.diag(table))
    df = int(np.linalg.matrix_rank(covariance))
    if df == 0:
        return float("nan"), 0, float("nan")
    chi2 = float(margins @ np.linalg.pinv(covariance, hermitian=True) @ margins)
    return chi2, df, float(stats.chi2.sf(chi2, df))


def _wilcoxon(table: Table) -> float:
    size = len(table)
    up = np.array([np.trace(table, offset=step) for step in range(1, size)], dtype="float64")
    down = np.array([np.trace(table, offset=-step) for step in range(1, size)], dtype="float64")
    ties = up + down
    n = ties.sum()
    if n == 0:
        return 1.0
    ranks = np.cumsum(ties) - (ties - 1) / 2
    variance = n * (n + 1) * (2 * n + 1) / 24 - (ties**3 - ties).sum() / 48
    centred = float((ranks * up).sum() - n * (n + 1) / 4)
    if variance < _TINY:
        return 1.0
    z = (centred - np.sign(centred) * 0.5) / np.sqrt(variance)
    return float(2 * stats.norm.sf(abs(z)))
