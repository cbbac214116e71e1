"""What finding out is worth: how much cheaper the choice is expected to be once something has been measured.

Expected value of sample information, estimated from the draws by regression of each option's cost on what would be
seen  [source: strong2015].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, fsum, sqrt
from operator import mul

from calculator.sensitivity.asking import Asker
from calculator.sensitivity.draws import Column, Drawn, Draws, column, quantiles
from calculator.sensitivity.records import Inquiry
from calculator.sensitivity.rivals import trains
from calculator.sensitivity.starts import MEASURED
from calculator.terms import Option

LEAST_CHANCE = 0.005
STEPS = 200
SQRT2, SQRT6 = sqrt(2), sqrt(6)
EVERYTHING = "everything"


def inquiries(asker: Asker, options: Sequence[Option], draws: Draws) -> tuple[Inquiry, ...]:
    """What could be found out, what that is worth and what it costs in US dollars; the most worth first.

    Measuring an option shows its share of accepted outputs with the noise of so many examples; `everything` is the
    bound that no inquiry can exceed (expected value of perfect information).
    """
    costs = [each.costs for each in draws.options if draws.wins[each.id] >= LEAST_CHANCE]
    if len(costs) < 2:
        return ()
    found = [
        Inquiry(what, count, worth(costs, signal(draws.of(what), count)), usd)
        for what, count, usd in measurements(asker, options)
    ]
    found.sort(key=lambda each: (-each.worth_usd, each.what))
    return (*found, Inquiry(EVERYTHING, 0, perfect(costs), None))


def measurements(asker: Asker, options: Sequence[Option]) -> Iterator[tuple[str, int, float]]:
    """What can be measured: the option's id, on how many examples, at what cost in US dollars."""
    task, figures = asker.task, asker.known.figures
    count = int(figures["evaluation_examples"].value)
    missing = max(count - task.labelled_examples, 0) * task.label_cost_usd
    usd = figures["evaluation_hours"].value * task.engineer_usd_per_hour + missing
    for field, (method, model) in MEASURED.items():
        measured = f"{method}@{getattr(task, model)}"
        option = next((each for each in options if each.feasible and each.id == measured), None)
        if option is not None and getattr(task, field) is None:
            yield option.id, count, usd + (pilot_usd(option) if trains(option) else 0.0)


def pilot_usd(option: Option) -> float:
    """Cost of a first training run with the work around it, US dollars: the option's build less its evaluation and its search."""
    parts = {part.name: part.value for part in option.cost.parts if part.group == "build"}
    return parts.get("people", 0.0) + parts.get("teacher's labels", 0.0) + parts.get("training runs", 0.0)


def signal(measured: Drawn, count: int) -> list[float]:
    """What a measurement would show in each draw: log-odds of error with the noise of so many examples.

    Normal noise of standard deviation 1 / √(n p (1 − p)) = (√odds + 1 / √odds) / √n, n the number of examples.
    """
    noise = column(f"measurement of {measured.id}", len(measured.misses))
    roots = [exp(miss / 2) for miss in measured.misses]
    triples = zip(measured.misses, noise, roots, strict=True)
    return [miss + z * (root + 1 / root) / sqrt(count) for miss, z, root in triples]


def worth(costs: Sequence[Sequence[float]], seen: Sequence[float]) -> float:
    """Expected saving in US dollars of choosing after having seen instead of before.

    lowest mean cost − mean of the lowest cost expected from what was seen. Draws are put in order of what was seen and
    averaged in steps of equal size; the expectation is the projection of these means on the first four Hermite
    polynomials of the steps' normal deviates.
    """
    order, size = sorted(range(len(seen)), key=seen.__getitem__), len(seen) // STEPS
    bases = hermite(quantiles(STEPS))
    expected = []
    for row in costs:
        inorder = [row[index] for index in order]
        means = [sum(inorder[start : start + size]) / size for start in range(0, size * STEPS, size)]
        weights = [sum(map(mul, means, basis)) / STEPS for basis in bases]
        expected.append([sum(map(mul, weights, values)) for values in zip(*bases, strict=True)])
    before = min(fsum(row) / STEPS for row in expected)
    return max(before - fsum(map(min, zip(*expected, strict=True))) / STEPS, 0.0)


def hermite(seen: Column) -> tuple[Column, ...]:
    """The orthonormal Hermite polynomials of degree 0 to 3 at normal deviates."""
    return (
        (1.0,) * len(seen),
        seen,
        tuple([(z * z - 1) / SQRT2 for z in seen]),
        tuple([z * (z * z - 3) / SQRT6 for z in seen]),
    )


def perfect(costs: Sequence[Sequence[float]]) -> float:
    """Expected saving in US dollars if every uncertain number were known before choosing."""
    count = len(costs[0])
    return min(fsum(row) / count for row in costs) - fsum(map(min, zip(*costs, strict=True))) / count
