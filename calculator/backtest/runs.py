"""Memory and time of measured training runs against their estimates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from calculator.backtest.errors import errors
from calculator.catalog import Catalog
from calculator.costs.memory import fits, training_memory
from calculator.costs.stack import training_stack
from calculator.costs.time import tokens_per_second
from calculator.door.estimate import plain_interval
from calculator.door.run import Run, read_run
from calculator.terms import Interval, Problem
from calculator.units import GIB, rounded

Plain = dict[str, Any]
LARGEST = 1_000_000_000_000
WORST = 10
LOAD_SPIKE = "LitGPT on several cards peaks while it loads"
UNSTATED = "checkpointing and optimizer are not stated"
APART = {
    "torchtune-llama-3.2-3b-full-flags1": "token count not published",
    "torchtune-llama-3.1-8b-full-a6000": UNSTATED,
    "torchtune-llama-3.1-8b-lora-a6000": UNSTATED,
}
GROUPS = {
    **dict.fromkeys(("lora", "qlora", "dora"), "low_rank"),
    "full": "full",
    **dict.fromkeys(
        ("soft_prompt", "prefix", "p_tuning", "ia3", "llama_adapter", "llama_adapter_v2", "adapter"),
        "prompts_and_adapters",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record with its estimate and, where it was measured, the measured values."""

    id: str
    source: str
    method: str
    group: str
    stack: str
    apart: str
    kind: str
    memory_gib: Interval
    measured_gib: float | None
    speed: Interval | None
    measured_speed: float | None
    fits: bool | None
    ran: bool | None


def backtest(records: Sequence[object], known: Catalog, *, rows: bool = False) -> Plain:
    """Errors of memory and time overall, by source, group, method and stack, the verdicts on what fits, and the worst rows.

    Every row on request.
    """
    described: list[Mapping[str, Any]] = [each if isinstance(each, Mapping) else {} for each in records]
    read = [(record, read_run(record, known)) for record in described]
    judged = [_row(record, run, known) for record, run in read if isinstance(run, Run)]
    compared = [row for row in judged if not row.apart]
    answer: Plain = {
        "metrics": {
            "memory": _cuts(compared, _memory_pair),
            "time": _cuts(compared, _time_pair),
            "apart": {"memory": errors(_pairs([row for row in judged if row.apart], _memory_pair))},
            "fit": _verdicts(judged),
            "worst": {"memory": _worst(compared, _memory_pair), "time": _worst(compared, _time_pair)},
        },
        "unread": [_unread(record, run) for record, run in read if not isinstance(run, Run)],
    }
    if rows:
        answer["rows"] = [_plain(row) for row in judged]
    return answer


def measured_memory_gib(record: Mapping[str, Any]) -> float | None:
    """Measured peak of one GPU in GiB: the 99th percentile after a step where it is published, else the maximum."""
    other, memory = record.get("memory_other"), record.get("memory")
    after_step = _measured(other.get("reserved_p99_after_step_gib")) if isinstance(other, Mapping) else None
    if after_step is not None:
        return after_step
    peak = _measured(memory.get("gib")) if isinstance(memory, Mapping) else None
    if peak is None or not isinstance(memory, Mapping):
        return None
    return peak / ((_measured(record.get("gpus")) or 1) if memory.get("scope") == "sum" else 1)


def _measured(value: object) -> float | None:
    """A measured quantity; None where there is none, or none that can be: text, nothing, less than nothing, no bounds."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LARGEST:
        return float(value)
    return None


def _row(record: Mapping[str, Any], run: Run, known: Catalog) -> Row:
    memory = training_memory(run.model, run.gpu, run.recipe, known.figures, run.kind)
    measured, method = measured_memory_gib(record), run.recipe.method
    time = record.get("time")
    ran = False if record.get("outcome") == "oom" else True if measured is not None and run.recipe.gpus == 1 else None
    return Row(
        id=str(record.get("id", "")),
        source=str(record.get("source_key") or record.get("source") or ""),
        method=method,
        group=GROUPS.get(method, "other"),
        stack=training_stack(run.recipe),
        apart=_apart(record, run),
        kind=run.kind,
        memory_gib=memory.peak_bytes.times(1 / GIB),
        measured_gib=measured,
        speed=tokens_per_second(run.model, run.gpu, run.recipe, known.figures) if run.gpu else None,
        measured_speed=_measured(time.get("tokens_per_second")) if isinstance(time, Mapping) else None,
        fits=_fit_verdict(run, known) if run.gpu else None,
        ran=ran,
    )


def _fit_verdict(run: Run, known: Catalog) -> bool:
    assert run.gpu is not None  # noqa: S101 - the caller has one
    return fits(training_memory(run.model, run.gpu, run.recipe, known.figures, "device"), run.gpu, known.figures)


def _apart(record: Mapping[str, Any], run: Run) -> str:
    """Why a row is reported apart; empty where it is not."""
    if record.get("source_key") == "litgpt" and run.recipe.gpus > 1:
        return LOAD_SPIKE
    return APART.get(str(record.get("id")), "")


Pair = tuple[float, Interval]


def _memory_pair(row: Row) -> Pair | None:
    return None if row.measured_gib is None else (row.measured_gib, row.memory_gib)


def _time_pair(row: Row) -> Pair | None:
    return None if row.measured_speed is None or row.speed is None else (row.measured_speed, row.speed)


def _pairs(rows: Iterable[Row], pair: Callable[[Row], Pair | None]) -> list[Pair]:
    return [found for found in map(pair, rows) if found is not None]


def _cuts(rows: list[Row], pair: Callable[[Row], Pair | None]) -> Plain:
    cuts: dict[str, Callable[[Row], str]] = {
        "by_source": lambda row: row.source,
        "by_group": lambda row: row.group,
        "by_method": lambda row: row.method,
        "by_stack": lambda row: row.stack,
        "by_source_and_method": lambda row: f"{row.source} {row.method}",
    }
    cut = {
        name: {
            key: errors(_pairs([row for row in rows if of(row) == key], pair))
            for key in sorted({of(row) for row in rows})
        }
        for name, of in cuts.items()
    }
    return {"overall": errors(_pairs(rows, pair)), **cut}


def _worst(rows: Iterable[Row], pair: Callable[[Row], Pair | None]) -> list[Plain]:
    """The rows that are furthest off as a factor, the furthest first: GiB or tokens per second."""
    found = [(abs(log(each[1].expected / each[0])), row, each) for row in rows if (each := pair(row)) is not None]
    found.sort(key=lambda entry: (-entry[0], entry[1].id))
    return [
        {
            "id": row.id,
            "source": row.source,
            "method": row.method,
            "measured": rounded(measured),
            **plain_interval(interval),
            "error": rounded(interval.expected / measured - 1),
        }
        for _, row, (measured, interval) in found[:WORST]
    ]


def _verdicts(rows: list[Row]) -> Plain:
    """Does it fit: what ran on one card should, what ran out of memory should not; false promises counted apart."""
    judged = [row for row in rows if row.ran is not None and row.fits is not None]
    false_fits = [row.id for row in judged if row.fits and not row.ran]
    false_refusals = [row.id for row in judged if row.ran and not row.fits]
    return {
        "n": len(judged),
        "right": len(judged) - len(false_fits) - len(false_refusals),
        "ran_out_of_memory": sum(not row.ran for row in judged),
        "false_fits": false_fits,
        "false_refusals": false_refusals,
    }


def _plain(row: Row) -> Plain:
    speed = plain_interval(row.speed) if row.speed is not None else None
    return {
        "id": row.id,
        "memory_gib": {**plain_interval(row.memory_gib), "kind": row.kind},
        "tokens_per_second": speed,
        "fits": row.fits,
        "apart": row.apart,
    }


def _unread(record: Mapping[str, Any], problems: tuple[Problem, ...]) -> Plain:
    return {"id": record.get("id"), "problems": [{"field": each.field, "text": each.text} for each in problems]}
