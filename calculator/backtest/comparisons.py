"""Published comparisons, read into situations and contenders: what was tried, on what, and how it scored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from calculator.catalog.records import Ability, Catalog, Outcome, is_rate
from calculator.quality import Contender, Facts, Situation
from calculator.quality.situation import Gap, Setting

METHODS = {
    "prompt_engineered": "prompt_optimisation",
    "prompt_engineering": "prompt_optimisation",
    "chain_of_thought": "prompt_optimisation",
    "cot": "prompt_optimisation",
    "in_context_learning": "few_shot",
    "icl": "few_shot",
    "soft_prompt_tuning": "soft_prompt",
    "prompt_tuning": "soft_prompt",
    "prefix_tuning": "prefix",
    "adapters": "adapter",
    "full_ft": "full",
    "full_fine_tuning": "full",
    "fine_tuning": "full",
    "instruction_ft": "prompted_fine_tuning",
}
KINDS = {
    "summarization": "summarisation",
    "qa": "question_answering",
    "reasoning_math": "reasoning",
    "math": "reasoning",
    "other": "generation",
}
GAP = re.compile(r"\b(?:small-medium|medium-large|small|medium|large)\b", re.IGNORECASE)
ARXIV = re.compile(r"\b(\d{4})[. ](\d{4,5})(?:v\d+)?\b")
SETTINGS = ("in_domain", "out_of_domain_transfer", "unseen_tasks", "forgetting")
CLASSES = re.compile(r"(\d+)[ -](?:[a-z-]+ )?(?:classes|intents|labels|categories|way)")
SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(b|m)\b", re.IGNORECASE)
RANK = re.compile(r"(?:r ?= ?|rank ?)(\d+)", re.IGNORECASE)
INSTRUCTED = re.compile("instruct|chat|[- ]it\\b", re.IGNORECASE)
CLOSED = re.compile("gpt|claude|gemini|palm|command", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One score of a comparison: the method, the model's label, both as a contender; `None` where no score is printed."""

    method: str
    model: str
    contender: Contender
    score: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One task on one metric with all its scores; `studies` are the names the study goes by (key, identifier, title)."""

    id: str
    study: str
    studies: frozenset[str]
    situation: Situation
    entries: tuple[Entry, ...]
    higher_is_better: bool
    is_rate: bool
    same_model: bool


def of_catalog(known: Catalog) -> list[Comparison]:
    """The comparisons of the catalog, each study under all its names."""
    return of_file(records(known), known)


def records(known: Catalog) -> list[dict[str, Any]]:
    """The comparisons of the catalog in the published schema."""
    return [raw_of(outcome, known) for outcome in known.outcomes.values()]


def of_file(found: object, known: Catalog) -> list[Comparison]:
    """The comparisons of a file in the published schema; what is not a record of that kind is passed over."""
    listed = found.get("records", []) if isinstance(found, Mapping) else found
    return [_comparison(raw, known) for raw in cast("list[Any]", listed) if isinstance(raw, Mapping)]


def raw_of(outcome: Outcome, known: Catalog) -> dict[str, Any]:
    """An outcome of the catalog as a record of the published schema."""
    source = known.sources[outcome.study]
    return {
        "id": outcome.id,
        "study": {
            "key": outcome.study,
            "title": source.title,
            "other_titles": source.other_titles,
            "arxiv_or_doi": source.identifier,
            "url": source.url,
        },
        "task": {"name": outcome.task, "type": outcome.task_type, "gap_note": outcome.gap_note},
        "model": {
            "name": outcome.model,
            "params_b": outcome.params_b,
            "instruction_tuned": outcome.instruction_tuned,
            "closed_api": outcome.closed_api,
        },
        "train_examples": outcome.train_examples,
        "in_context_shots": {"few_shot": outcome.shots},
        "metric": {"name": outcome.metric, "higher_is_better": outcome.higher_is_better},
        "setting": outcome.setting,
        "same_model_for_all_methods": outcome.same_model,
        "results": [
            {"method": method, "label_in_paper": label, "model_if_different": model, "score": score}
            for method, label, model, score in outcome.results
        ],
    }


def _comparison(raw: Mapping[str, Any], known: Catalog) -> Comparison:
    study, metric = _table(raw, "study"), _table(raw, "metric")
    return Comparison(
        id=str(raw.get("id", "")),
        study=str(study.get("key") or study.get("title") or raw.get("id", "")),
        studies=frozenset(_names(study)),
        situation=_situation(raw),
        entries=tuple(_entries(raw, known)),
        higher_is_better=metric.get("higher_is_better") is not False,
        is_rate=is_rate(str(metric.get("name", ""))),
        same_model=bool(raw.get("same_model_for_all_methods")),
    )


def _names(study: Mapping[str, Any]) -> Iterator[str]:
    """The names a study goes by: key, title, identifier and address; an arXiv number without its version, however written."""
    others = study.get("other_titles")
    named = [*((key, study.get(key)) for key in ("key", "title", "arxiv_or_doi", "url"))]
    named += [("title", title) for title in (others if isinstance(others, list | tuple) else ())]
    for key, value in named:
        name = _plain(value)
        number = ARXIV.search(name) if key in ("arxiv_or_doi", "url") else None
        if number:
            yield f"{number[1]} {number[2]}"
        elif name:
            yield re.sub("^(?:https? )?(?:(?:dx )?doi org |doi )?", "", name)


def _plain(value: object) -> str:
    """Lower-case words and numbers with one space between them; empty for nothing."""
    return re.sub("[^a-z0-9]+", " ", str(value or "").lower()).strip()


def _situation(raw: Mapping[str, Any]) -> Situation:
    task = _table(raw, "task")
    kind, note = _plain(task.get("type")).replace(" ", "_") or "other", str(task.get("gap_note") or "")
    examples = _number(raw.get("train_examples"))
    found = CLASSES.search(note) or CLASSES.search(str(task.get("name") or ""))
    gap = GAP.search(note)
    setting = raw.get("setting")
    return Situation(
        kind=KINDS.get(kind, kind),
        gap=cast("Gap | None", gap[0].lower() if gap else None),
        classes=max(2, int(found[1])) if found else None,
        labelled_examples=int(examples) if examples is not None and examples >= 0 else None,
        setting=cast("Setting", setting) if setting in SETTINGS else "in_domain",
    )


def _entries(raw: Mapping[str, Any], known: Catalog) -> Iterator[Entry]:
    model, shots = _table(raw, "model"), _shots(raw)
    listed = raw.get("results")
    for result in listed if isinstance(listed, list) else ():
        if not isinstance(result, Mapping):
            continue
        method, other = _method(result.get("method")), str(result.get("model_if_different") or "")
        label = str(result.get("label_in_paper") or "")
        rank = RANK.search(label)
        facts = facts_of(other, {}, known) if other else facts_of(str(model.get("name", "")), model, known)
        yield Entry(
            method=method,
            model=other,
            contender=Contender(
                methods=(method,),
                facts=facts,
                shots=shots.get(method) or next(iter(shots.values()), None),
                rank=int(rank[1]) if rank else None,
            ),
            score=_number(result.get("score")),
        )


def _method(named: object) -> str:
    """Our id of a method, by the published name or a common one."""
    plain = _plain(named).replace(" ", "_") or "other"
    return METHODS.get(plain, plain)


def _shots(raw: Mapping[str, Any]) -> dict[str, int]:
    """Examples in the prompt by method; where a method has no number of its own, the first stands for it."""
    counts = {_method(name): _number(count) for name, count in _table(raw, "in_context_shots").items()}
    return {name: int(count) for name, count in counts.items() if count is not None and count >= 1}


def facts_of(label: str, said: Mapping[str, Any], known: Catalog) -> Facts:
    """What is known of a model by the label of a study: what the study says goes before what the catalog knows."""
    found = _ability(label, known)
    size = _number(said.get("params_b"))
    tuned, closed = said.get("instruction_tuned"), said.get("closed_api")
    return Facts(
        params_b=size if size and size > 0 else found.params_b if found else _size(label),
        released=found.released if found else None,
        instruction_tuned=bool(
            INSTRUCTED.search(label) or (found and found.instruction_tuned) if tuned is None else tuned
        ),
        closed=bool((found.closed if found else CLOSED.search(label)) if closed is None else closed),
        benchmark=found.benchmark if found else None,
    )


def _ability(label: str, known: Catalog) -> Ability | None:
    words = f" {re.sub('[^a-z0-9]+', ' ', label.lower()).strip()} "
    matches = [(len(name), each) for each in known.abilities.values() for name in each.names if f" {name} " in words]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _size(label: str) -> float | None:
    found = SIZE.search(label)
    if not found:
        return None
    return float(found[1]) if found[2].lower() == "b" else float(found[1]) / 1000


def _number(value: object) -> float | None:
    """The value as a number; truth values, NaN, infinity and everything else are None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) else None


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = raw.get(key)
    return table if isinstance(table, Mapping) else {}
