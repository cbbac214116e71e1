"""The nearest value of each input at which another option becomes the cheapest."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10

from calculator.catalog import neighbours
from calculator.sensitivity.asking import Asker
from calculator.sensitivity.records import Flip
from calculator.sensitivity.starts import start
from calculator.task import FIELDS, Field, as_text
from calculator.terms import Option
from calculator.units import rounded

MODELS = ("prompt_model", "better_model", "tune_model")
FACTOR = 100.0
HALVINGS = 7
EVEN = 1e-9
NOTHING = "none"


def flips(asker: Asker) -> tuple[Flip, ...]:
    """For every input that the answer depends on, the nearest changes that put another option first."""
    best = asker.options[0]
    if not best.feasible:
        return ()
    names = [name for name in FIELDS if name in asker.read]
    return tuple(flip for name in names for flip in flips_of(FIELDS[name], asker, best))


def flips_of(field: Field, asker: Asker, best: Option) -> Iterator[Flip]:
    """The flips of one input: the nearest in each direction for a number, every other choice that makes one."""
    value = getattr(asker.task, field.name)
    if field.kind not in ("number", "count"):
        yield from (
            flip for word in words(field, asker) if word != value and (flip := choice(field, word, asker, best))
        )
        return
    begin = float(value) if value is not None else start(field, asker)
    if begin is None:
        return
    for is_up in (False, True):
        flip = nearest(field, begin, furthest(field, begin, is_up=is_up), asker, best)
        if flip is not None:
            yield flip


def words(field: Field, asker: Asker) -> tuple[object, ...]:
    """The values that a choice is tried at: all of a short list, the next smaller and larger of models and cards."""
    if field.kind == "flag":
        return True, False
    if field.kind == "choice":
        return tuple(word for word, _ in field.choices)
    return neighbours(str(getattr(asker.task, field.name)), asker.known)


def choice(field: Field, word: object, asker: Asker, best: Option) -> Flip | None:
    """The flip that another choice makes, if it makes one."""
    now = asker.best_at(field.name, word)
    model = word if field.name in MODELS and getattr(asker.task, field.name) == best.model else best.model
    same = f"{best.method}@{model}"
    return None if now is not None and now.id == same else Flip(field.name, as_text(word), named(now))


def furthest(field: Field, begin: float, *, is_up: bool) -> float | int:
    """How far the search goes in one direction: a factor of a hundred within the field's range, all of a share's."""
    low, high = field.low or 0.0, field.high if field.high is not None else max(begin, 1.0) * FACTOR
    if field.unit == "share":
        return high if is_up else low
    return whole(field, min((begin or smallest(field)) * FACTOR, high) if is_up else max(begin / FACTOR, low))


def nearest(field: Field, begin: float, outside: float, asker: Asker, best: Option) -> Flip | None:
    """The flip on the way from the user's value outwards; None where the far end has the same winner.

    Between them only the two rivals are weighed; the value found is then asked of all options.
    """
    if outside == begin:
        return None
    winner = asker.best_at(field.name, outside)
    if winner is not None and winner.id == best.id:
        return None
    return narrowed(field, begin, outside, winner, asker, best)


def narrowed(field: Field, begin: float, outside: float, winner: Option | None, asker: Asker, best: Option) -> Flip:
    """The flip between the user's value, at which the best option wins, and one at which another does."""
    inside = begin
    rivals = {best.id} if winner is None else {best.id, winner.id}
    for _ in range(HALVINGS):
        middle = whole(field, between(field, inside, outside))
        if middle in (inside, outside):
            break
        first = asker.some_at(field.name, middle, sorted(rivals))[0]
        if first.feasible and first.id == best.id:
            inside = middle
        else:
            outside = middle
    if inside != begin:
        earlier = asker.best_at(field.name, inside)
        if named(earlier) not in {best.id, named(winner)}:  # a third option wins before these two change places
            return narrowed(field, begin, inside, earlier, asker, best)
    told = whole(field, outward(outside, begin))
    told = min(max(told, field.low or 0.0), field.high if field.high is not None else told)
    now = asker.best_at(field.name, told)
    if now is not None and now.id == best.id:  # rounded past a range in which the other wins
        told, now = outside, asker.best_at(field.name, outside)
    return Flip(field.name, as_text(told), named(now), "above" if told > begin else "below")


def named(option: Option | None) -> str:
    """`method@model` of an option, `none` where nothing is feasible."""
    return option.id if option is not None else NOTHING


def between(field: Field, one: float, other: float) -> float:
    """The middle of two values: of their logarithms, of the values themselves where one is zero or a share."""
    if field.unit == "share" or min(one, other) <= 0:
        return (one + other) / 2
    return float((one * other) ** 0.5)


def whole(field: Field, value: float) -> float | int:
    """The value, whole where it counts."""
    return round(value) if field.kind == "count" else value


def outward(value: float, user: float) -> float:
    """The value to two significant digits, rounded away from the user's so that the flip still holds there; zero stays zero."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 1)
    steps = ceil(value / unit - EVEN) if value > user else floor(value / unit + EVEN)
    return rounded(steps * unit)


def smallest(field: Field) -> float:
    """Where a search upwards from zero begins: the default, or one."""
    return float(field.default) if isinstance(field.default, int | float) and field.default else 1.0
