"""Contestants taking turns at one task, and what comes of it."""

import statistics
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from contest.contestant import Contestant, Task

ORDERS = ("samples", "features")


class Rival(NamedTuple):
    """Who else runs: a script of this folder, its interpreter, and what it is told."""

    script: str
    python: str = sys.executable
    words: tuple[str, ...] = ()


BOUND = {word: Rival("bound.py", words=(word,)) for word in ORDERS}


class Turn(NamedTuple):
    """One contestant's microseconds per step, and ours just before."""

    round: int
    name: str
    us: float
    ours_us: float


def contest(task: Task, data: Path, rivals: dict[str, Rival], seconds: float, rounds: int) -> dict[str, Any]:
    """Everybody's figures, as values for JSON.    seconds: of one turn"""
    ours = Contestant("ours.py", sys.executable, task, data)
    others: dict[str, Contestant] = {}
    try:
        for name, rival in rivals.items():
            others[name] = Contestant(rival.script, rival.python, task, data, *rival.words)
        turns = take_turns(ours, others, seconds, rounds)
    finally:
        for contestant in (ours, *others.values()):
            contestant.close()
    result: dict[str, Any] = {"task": asdict(task), "figures": figures(turns)}
    for contestant in (ours, *others.values()):
        result.setdefault("versions", {}).update(contestant.versions)
    if BOUND.keys() <= rivals.keys():
        result["bound"] = bound(turns)
    return result


def take_turns(ours: Contestant, others: dict[str, Contestant], seconds: float, rounds: int) -> list[Turn]:
    """Ours before each of the others, again and again; ours alone where there are no others."""
    turns = []
    for number in range(rounds):
        for name, other in others.items():
            ours_us = ours.step_us(seconds)
            turns.append(Turn(number, name, other.step_us(seconds), ours_us))
        if not others:
            ours_us = ours.step_us(seconds)
            turns.append(Turn(number, "ours", ours_us, ours_us))
    return turns


def figures(turns: list[Turn]) -> dict[str, dict[str, float]]:
    """Per contestant: microseconds per step (median and fastest turn), and how many times as long as ours it takes."""
    taken = {"ours": [turn.ours_us for turn in turns]}
    times_ours = {"ours": [1.0]}
    for turn in turns:
        if turn.name != "ours":
            taken.setdefault(turn.name, []).append(turn.us)
            times_ours.setdefault(turn.name, []).append(turn.us / turn.ours_us)
    return {
        name: {
            "median_us": statistics.median(values),
            "fastest_us": min(values),
            "times_ours": statistics.median(times_ours[name]),
        }
        for name, values in taken.items()
    }


def bound(turns: list[Turn]) -> dict[str, float | str]:
    """A step of the bound in the faster order, and how many times as long ours takes."""
    all_figures = figures(turns)
    order = min(ORDERS, key=lambda name: all_figures[name]["median_us"])
    return {
        "order": order,
        "us": all_figures[order]["median_us"],
        "ours_over_bound": statistics.median(turn.ours_us / turn.us for turn in turns if turn.name == order),
    }
