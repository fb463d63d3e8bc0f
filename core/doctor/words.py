"""How the doctor writes numbers and names."""

from collections.abc import Iterable

from core.network import Network, layer_name
from core.wording import MINUS, listed, short_power


def number(value: float) -> str:
    """Three digits that matter: 0.693, 14.2, 59,049; 2.1e-07 where it is tiny or huge."""
    size = abs(value)
    if value != 0.0 and not 0.0005 <= size < 1e7:
        return f"{value:.1e}".replace("-", MINUS)
    if size >= 100.0:
        return f"{value:,.0f}".replace("-", MINUS)
    return f"{value:.{3 if size < 10.0 else 1}f}".replace("-", MINUS)


def setting(value: float) -> str:
    """A setting as its field shows it, with a true minus sign."""
    return short_power(f"{value:g}").replace("-", MINUS)


def percent(share: float) -> str:
    """A share as whole percent: 91 %."""
    return f"{100.0 * share:.0f} %"


def layers(network: Network, indices: Iterable[int]) -> str:
    """The names of these dense layers."""
    return listed(layer_name(network, index) for index in indices)
