"""How able a model is before anything is tried: one number, on the log-odds scale of MMLU above chance."""

from __future__ import annotations

from math import log, log10

from calculator.quality.evidence import Evidence
from calculator.quality.situation import Facts

CHANCE = 0.25
MMLU_CHOICES_FLOOR = 0.01


def ability(facts: Facts, evidence: Evidence) -> float:
    """General ability of a model in log-odds: of its published MMLU score above chance, else by its facts.

    ability = ln((score − 1/4) / (1 − score)); without a score
    c + a·log10(parameters in billions) + b·(release − 2022, in years) + d·(instruction-tuned),
    fitted to the published scores of `abilities.toml`; clipped to the range in which the studies lie.
    """
    low, high = evidence.conventions["ability_range"].low, evidence.conventions["ability_range"].high
    return max(low, min(high, raw_ability(facts, evidence)))


def raw_ability(facts: Facts, evidence: Evidence) -> float:
    """Ability before it is clipped, in log-odds of MMLU above chance."""
    if facts.benchmark is not None:
        above_chance = max(facts.benchmark - CHANCE, MMLU_CHOICES_FLOOR)
        return log(above_chance / max(1 - facts.benchmark, MMLU_CHOICES_FLOOR))
    value = evidence.convention
    return (
        value("ability_constant")
        + value("ability_size") * log10(parameters_b(facts, evidence))
        + value("ability_year") * (release_year(facts, evidence) - 2022)
        + value("ability_instruction") * facts.instruction_tuned
    )


def parameters_b(facts: Facts, evidence: Evidence) -> float:
    """Billions of parameters; what a closed model hides is assumed from its price, else by a convention."""
    if facts.params_b:
        return facts.params_b
    if not facts.closed:
        return evidence.convention("open_size")
    share = facts.output_usd / evidence.convention("usual_output_price") if facts.output_usd else 1.0
    return evidence.convention("closed_size") * share


def release_year(facts: Facts, evidence: Evidence) -> float:
    """Release as a year with its fraction; an unknown one is assumed by a convention."""
    if not facts.released:
        return evidence.convention("release")
    year, _, rest = facts.released.partition("-")
    return float(year) + (float(rest[:2]) - 1) / 12 if rest else float(year) + 0.5
