"""Whether training holds on to memory: this process before and after many steps, as one line of JSON."""

import gc
import json
import os
import sys
from pathlib import Path

from contestant import told
from ours import trainer_for

STEPS = 1_000_000
# The curve fills up and is thinned a few times: from then on it has its final size.
SETTLING_STEPS = 200_000


def resident_bytes() -> int | None:
    """What this process holds in memory now; None where the system does not say it as Linux does."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def reading() -> dict[str, int | None]:
    """Memory and the number of Python's own blocks, garbage collected."""
    gc.collect()
    return {"resident_bytes": resident_bytes(), "python_blocks": sys.getallocatedblocks()}


def main() -> None:
    """Train and tell."""
    trainer = trainer_for(*told())
    trainer.run(steps=SETTLING_STEPS)
    before = reading()
    trainer.run(steps=STEPS)
    print(json.dumps({"steps": STEPS, "before": before, "after": reading()}))


if __name__ == "__main__":
    main()
