"""The order of methods in published comparisons against the order expected by a model that has not seen the study."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from calculator.backtest.comparisons import Comparison, Entry, of_catalog, of_file
from calculator.backtest.gaps import coverage
from calculator.backtest.judging import Judged, accuracy, advantage, by_study, calibration, summary
from calculator.backtest.learning import learnt, margin, with_coefficients, without
from calculator.backtest.pairs import Pair, pairs
from calculator.backtest.rivals import by_article, by_lora, by_order, fixed_order
from calculator.catalog.records import Catalog
from calculator.quality import Evidence, evidence
from calculator.quality.features import utility
from calculator.quality.situation import PROMPTING
from calculator.units import rounded

Plain = dict[str, Any]
Learnt = tuple[Evidence, dict[str, float]]
RIVALS = ("fixed_order", "always_lora", "article")
EXAMPLES = (("under_100", 100), ("under_1000", 1000), ("under_10000", 10 * 1000))


def backtest(records: object, known: Catalog, *, rows: bool = False) -> Plain:
    """How often the expected order is right for each pair of methods in a file, overall and by study, as plain JSON.

    No study of the file (same key, identifier or title) is used to predict any of it,
    as long as half of our studies are left; in a file that holds more of them, each study is left out in its turn.
    """
    listed = of_file(records, known)
    judges = _judges(listed, known)
    judged = [_judged(pair, *judges[each.id]) for each in listed for pair in pairs(each)]
    reply: Plain = {"metrics": _metrics(listed, judged, judges, evidence(known))}
    if rows:
        reply["rows"] = [{"id": each.id, "expected": _expected(each, judges[each.id][0])} for each in listed]
    return reply


def _judges(listed: Sequence[Comparison], known: Catalog) -> dict[str, Learnt]:
    """For each comparison the evidence and the fixed order learnt without what must be left out."""
    own, shipped = of_catalog(known), evidence(known)
    seen = [pair for each in own for pair in pairs(each)]
    whole = frozenset(name for each in listed for name in each.studies)
    left = {each.study for each in own if not each.studies & whole}
    leave_all = 2 * len(left) >= len({each.study for each in own})
    done: dict[frozenset[str], Learnt] = {}
    found: dict[str, Learnt] = {}
    for each in listed:
        training = without(seen, whole if leave_all else each.studies)
        key = frozenset(pair.comparison.study for pair in training)
        if key not in done:
            done[key] = (with_coefficients(shipped, learnt(training, known, shipped)), fixed_order(training, shipped))
        found[each.id] = done[key]
    return found


def _judged(pair: Pair, held: Evidence, order: dict[str, float]) -> Judged:
    margins = (by_order(pair, order), by_lora(pair), by_article(pair, held))
    return Judged(pair, margin(pair, held), dict(zip(RIVALS, margins, strict=True)))


def _expected(comparison: Comparison, held: Evidence) -> list[float | None]:
    """Expected success of each entry in log-odds up to a constant of the task; None for a method we do not know."""
    return [_score(comparison, entry, held) for entry in comparison.entries]


def _score(comparison: Comparison, entry: Entry, held: Evidence) -> float | None:
    if entry.method not in PROMPTING and f"method_{entry.method}" not in held.coefficients:
        return None
    return rounded(utility(comparison.situation, entry.contender, held))


def _metrics(
    listed: Sequence[Comparison], judged: Sequence[Judged], judges: dict[str, Learnt], held: Evidence
) -> Plain:
    if not judged:
        return {"overall": {"pairs": 0}}
    return {
        "overall": {
            **summary(judged),
            "top_choice_regret": _regret(listed, judges),
            **calibration(judged),
            "gaps": coverage(judged, held),
        },
        "rivals": {name: summary(judged, name) for name in RIVALS},
        "above_fixed_order": advantage(judged, "fixed_order"),
        "by_examples": _by_examples(judged),
        "studies": {
            study: {
                "pairs": len(own),
                "accuracy": rounded(accuracy([each.margin for each in own])),
                "fixed_order": rounded(accuracy([each.rivals["fixed_order"] for each in own])),
            }
            for study, own in by_study(judged).items()
        },
    }


def _by_examples(judged: Sequence[Judged]) -> Plain:
    found: dict[str, list[float]] = {}
    for each in judged:
        count = each.pair.comparison.situation.labelled_examples
        name = "unknown" if count is None else next((name for name, top in EXAMPLES if count < top), "more")
        found.setdefault(name, []).append(each.margin)
    names = (*(name for name, _ in EXAMPLES), "more", "unknown")
    return {
        name: {"pairs": len(found[name]), "accuracy": rounded(accuracy(found[name]))} for name in names if name in found
    }


def _regret(listed: Sequence[Comparison], judges: dict[str, Learnt]) -> float | None:
    """Mean loss from taking the expected best instead of the best, as a share of the best score."""
    losses = []
    for each in listed:
        tried = [
            entry
            for entry in each.entries
            if entry.score is not None and _score(each, entry, judges[each.id][0]) is not None
        ]
        sign = 1 if each.higher_is_better else -1
        scores = {id(entry): sign * entry.score for entry in tried if entry.score is not None}
        if not scores or not (best := max(scores.values())):
            continue
        chosen = max(tried, key=lambda entry: utility(each.situation, entry.contender, judges[each.id][0]))
        losses.append((best - scores[id(chosen)]) / abs(best))
    return rounded(fmean(losses)) if losses else None
