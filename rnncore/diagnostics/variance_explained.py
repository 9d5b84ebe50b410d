"""How much of the spread of many rows a grouping of them accounts for: the correlation ratio eta².

Rows h_n of N observations, each in one group g(n); m is the mean of all rows, m_g the mean of group g, which has
N_g rows. The spread of column j around m splits exactly into two parts (Fisher 1925, analysis of variance):

    sum_n (h_nj - m_j)²  =  sum_g N_g (m_gj - m_j)²  +  sum_n (h_nj - m_g(n)j)²
           total         =        between            +        within

    eta²_j = between / total        (Pearson 1905)

It is 1 if the group says all, 0 if all groups have the same mean. Over all columns together it is the sum of their
between parts over the sum of their totals. Small groups always differ a little: with G groups dealt out by
chance, eta² comes to (G - 1) / (N - 1) on average, so it is told beside what chance would give
(a permutation test, Fisher 1935). Computed in float64.
"""

import numpy as np

Array = np.ndarray

STILL = 1e-12            # a column whose total spread is no larger does not move, and nothing accounts for it


def group_means(h: Array, groups: Array, count: int) -> tuple[Array, Array]:
    """The means of the rows `h` [N, H] of each group, [count, H], and how many rows each has, [count].

    `groups` [N] are numbers from 0 to count - 1. The mean of a group without rows is nan.
    """
    h = np.asarray(h, np.float64)
    counts = np.bincount(groups, minlength=count)
    sums = np.zeros((count, h.shape[1]))
    order = np.argsort(groups, kind="stable")
    found, starts = np.unique(groups[order], return_index=True)
    if len(found):
        sums[found] = np.add.reduceat(h[order], starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums / counts[:, None], counts


def variance_explained(h: Array, groups: Array) -> Array:
    """eta² of each column of `h` [N, H] with the rows' `groups` [N], whole numbers from 0: [H], 0 … 1.

    A column that never changes has 0.
    """
    between, total = _spread(h, groups)
    return np.where(total > STILL, between / np.maximum(total, STILL), 0.0)


def total_variance_explained(h: Array, groups: Array) -> float:
    """eta² of all columns of `h` [N, H] together: each counts by its own variance. 0 if no column changes."""
    between, total = (part.sum() for part in _spread(h, groups))
    return float(between / total) if total > STILL else 0.0


def explained_by_chance(h: Array, groups: Array, owners: Array, shuffles: int = 20, seed: int = 0) -> float:
    """What `total_variance_explained` comes to, on average, when the groups are dealt out anew among owners.

    Rows that share an owner (`owners` [N]) belong together: they have one group, and keep a common one in every
    shuffle. Rows that are each their own owner (`np.arange(N)`) are shuffled one by one.
    """
    rng = np.random.default_rng(seed)
    _, first, rows = np.unique(owners, return_index=True, return_inverse=True)
    own = groups[first]
    return float(np.mean([total_variance_explained(h, rng.permutation(own)[rows]) for _ in range(shuffles)]))


def _spread(h: Array, groups: Array) -> tuple[Array, Array]:
    """The sum of squares between the groups, [H], and the total one, [H]."""
    h = np.asarray(h, np.float64)
    means, counts = group_means(h, groups, int(groups.max(initial=0)) + 1)
    mean = h.mean(axis=0) if len(h) else np.zeros(h.shape[1])
    between = (np.nan_to_num(means - mean) ** 2 * counts[:, None]).sum(axis=0)
    return between, ((h - mean) ** 2).sum(axis=0)
