"""The schedule of a learning rate as a formula in Python."""

from core.training import Training


def schedule_factor(training: Training, cosine: str, least: str) -> str:
    """What the rate is multiplied by after `step` steps, as source; empty: always 1.    See `core.schedules`

    cosine, least  what the two functions are called there
    """
    steps, rate, share = training.decay_steps, training.decay_rate, training.final_share
    match training.schedule:
        case "step":
            found = f"{rate!r} ** (step // {steps})"
        case "exponential":
            found = f"{rate!r} ** (step / {steps})"
        case "cosine":
            found = f"{share!r} + {(1.0 - share) * 0.5!r} * (1.0 + {cosine}({least}(step / {steps}, 1.0) * math.pi))"
        case _:
            found = ""
    if not training.warmup_steps:
        return found
    warm = f"{least}((step + 1) / {training.warmup_steps}, 1.0)"
    return f"({found}) * {warm}" if found else warm
