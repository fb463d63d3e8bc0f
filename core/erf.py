"""The complementary error function for whole arrays, erfc(x) = 1 - erf(x), which NumPy does not have.

erfc(x) exp(x^2) is a smooth, slowly falling function of t = (x - 3) / (x + 3), which lies between -1 and 1 for any
x >= 0: its Chebyshev series in t converges fast (Schonfelder 1978, Chebyshev expansions for the error and related
functions, Mathematics of Computation 32; he takes 3.75, 3 needs fewer terms here). No table is copied: the series is
computed once from `math.erfc`. As a polynomial in t its terms add up to 1 without cancelling, so it can be evaluated as
one: the powers of t come by doubling and a single product adds them up, in a dozen NumPy calls instead of three a term.
"""

import math
from functools import cache, partial

import numpy as np

from core.arrays import Array, Call

TERMS = {"float32": 12, "float64": 24}
"""Terms of the series. The errors they leave, 1e-8 and 1e-17, are smaller than those of rounding."""
PIVOT = 3.0
FARTHEST = 26.0
"""The series is fitted up to here, where erfc is 4e-296 (and exp(x^2) still a number); little beyond it all is 0."""
VANISHES = 28.0
"""exp(-x^2) is exactly zero from here on, and x^2 is still a small number."""
BLOCK = 8192
"""Powers of so many values are held at once, few enough to stay in the processor's cache."""


@cache
def coefficients(dtype: str) -> Array:
    """c (terms,) with erfc(x) = exp(-x^2) sum_k c_k t^k, t = (x - 3) / (x + 3), for 0 <= x <= 26."""
    from numpy.polynomial import Chebyshev, Polynomial  # a tenth of NumPy's own import time, for GELU alone

    terms, nodes = TERMS[dtype], 64
    farthest = (FARTHEST - PIVOT) / (FARTHEST + PIVOT)
    odd = 2 * np.arange(nodes) + 1
    t = (np.cos(np.pi * odd / (2 * nodes)) * (farthest + 1.0) + farthest - 1.0) / 2.0
    x = PIVOT * (1.0 + t) / (1.0 - t)
    values = np.array([math.erfc(one) * math.exp(one * one) for one in x.tolist()])
    # Angles are reduced as whole numbers first: the cosine of a large rounded angle would cost two digits.
    angles = np.pi / (2 * nodes) * (np.outer(np.arange(terms), odd) % (4 * nodes))
    series = np.cos(angles) @ values * 2.0 / nodes
    series[0] /= 2.0
    found = Chebyshev(series, domain=[-1.0, farthest]).convert(kind=Polynomial).coef
    return np.asarray(found, dtype)


def bind_erfc(x: Array, y: Array) -> list[Call]:
    """Calls that write erfc(x) into y, to 1e-15 in float64 and 5e-7 in float32; x is overwritten.

    x, y  (values,), contiguous; x is finite and not negative. From about 26 on, and from 9 on in float32, y is 0.
    """
    powers = np.ones((TERMS[x.dtype.name], min(x.size, BLOCK)), x.dtype)
    calls: list[Call] = []
    for start in range(0, x.size, BLOCK):
        block = slice(start, min(start + BLOCK, x.size))
        calls += _bind_block(x[block], y[block], powers[:, : block.stop - start])
    return calls


def _bind_block(x: Array, y: Array, powers: Array) -> list[Call]:
    """`bind_erfc` for few values; powers (terms, values) is scratch whose first row holds ones."""
    pivot = np.asarray(PIVOT, x.dtype)
    calls: list[Call] = [
        partial(np.minimum, x, np.asarray(VANISHES, x.dtype), out=x),
        partial(np.add, x, pivot, y),
        partial(np.subtract, x, pivot, powers[1]),
        partial(np.divide, powers[1], y, powers[1]),
    ]
    known = 1  # t^1 ... t^known stand; times t^known they are the next ones
    while known < len(powers) - 1:
        more = min(known, len(powers) - 1 - known)
        following = powers[known + 1 : known + 1 + more]
        calls.append(partial(np.multiply, powers[1 : 1 + more], powers[known], following))
        known += more
    return [
        *calls,
        partial(coefficients(x.dtype.name).dot, powers, y),
        partial(np.multiply, x, x, x),
        partial(np.negative, x, x),
        partial(np.exp, x, x),
        partial(np.multiply, y, x, y),
    ]
