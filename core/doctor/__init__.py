"""The training doctor: notices what goes wrong in a training, says so with evidence, and knows a remedy.

A `Doctor` is shown moments of one training. At each it looks (`core.doctor.look`), goes through a table of checks, one
small function per trouble, and keeps to itself what does not last. What it says is a `Finding`: one sentence, what
follows from it, and a `Remedy` that comes to an ordinary edit, which can be undone. It never changes anything itself.
"""

from core.doctor.doctor import Doctor, Examination, no_slope
from core.doctor.finding import Finding, Good, Remedy

__all__ = ["Doctor", "Examination", "Finding", "Good", "Remedy", "no_slope"]
