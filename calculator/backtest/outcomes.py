"""The order of methods in published comparisons against the order expected by a model that has not seen the study."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from statistics import fmean
from typing import Any

from calculator.backtest.comparisons import Comparison, Entry, of_catalog, of_file
from calculator.backtest.gaps import coverage
from calculator.backtest.judging import Judged, accuracy, advantage, by_study, calibration, summary
from calculator.backtest.learning import learnt, margin, with_coefficients
from calculator.backtest.pairs import Pair, pairs
from calculator.backtest.rivals import by_article, by_lora, by_order, fixed_order
from calculator.catalog.records import Catalog
from calculator.quality import Evidence, evidence
from calculator.quality.features import offset, utility
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
    own = {each.study: each.studies for each in of_catalog(known)}
    whole = frozenset(name for each in listed for name in each.studies)
    left_out = {study for study, names in own.items() if names & whole}
    all_at_once = 2 * len(left_out) <= len(own)
    return {
        each.id: _learnt(
            known,
            frozenset(left_out if all_at_once else [study for study, names in own.items() if names & each.studies]),
        )
        for each in listed
    }


@lru_cache(maxsize=64)
def _learnt(known: Catalog, left_out: frozenset[str]) -> Learnt:
    shipped = evidence(known)
    training = [pair for each in of_catalog(known) if each.study not in left_out for pair in pairs(each)]
    return with_coefficients(shipped, learnt(training, known, shipped)), fixed_order(training, shipped)


def _judged(pair: Pair, held: Evidence, order: dict[str, float]) -> Judged:
    margins = (by_order(pair, order), by_lora(pair), by_article(pair, held))
    answered = _known(pair.better, held) and _known(pair.worse, held)
    return Judged(pair, margin(pair, held) if answered else 0.0, dict(zip(RIVALS, margins, strict=True)))


def _expected(comparison: Comparison, held: Evidence) -> list[float | None]:
    """Expected success of each entry in log-odds up to a constant of the task; None for a method we do not know."""
    return [_score(comparison, entry, held) for entry in comparison.entries]


def _score(comparison: Comparison, entry: Entry, held: Evidence) -> float | None:
    return rounded(utility(comparison.situation, entry.contender, held)) if _known(entry, held) else None


def _known(entry: Entry, held: Evidence) -> bool:
    return entry.method in PROMPTING or offset(entry.method) in held.coefficients


def _metrics(
    listed: Sequence[Comparison], judged: Sequence[Judged], judges: dict[str, Learnt], held: Evidence
) -> Plain:
    if not judged:
        return {"overall": {"pairs": 0}}
    return {
        "overall": {
            **summary(judged),
            "top_choice_regret": _regret(listed, judges),
            **calibration(judged, held.convention("certainty")),
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
        held, _ = judges[each.id]
        tried = [entry for entry in each.entries if entry.score is not None and _known(entry, held)]
        sign = 1 if each.higher_is_better else -1
        scores = {id(entry): sign * entry.score for entry in tried if entry.score is not None}
        if not scores or not (best := max(scores.values())):
            continue
        chosen = max(tried, key=lambda entry: utility(each.situation, entry.contender, held))
        losses.append((best - scores[id(chosen)]) / abs(best))
    return rounded(fmean(losses)) if losses else None
