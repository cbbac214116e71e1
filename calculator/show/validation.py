"""How far the estimates are from published measurements, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calculator.show.site import Site
from calculator.show.table import table
from calculator.show.tree import Child, Node
from calculator.task import FIELDS
from calculator.units import number, percent, span

Plain = Mapping[str, Any]
QUANTITIES = (("memory", "Memory"), ("time", "Time"))
CUTS = ("by_group", "by_source", "by_stack")
UNITS = {"memory": "GiB", "time": "tokens/s"}
COLUMNS = (
    "What",
    "#Runs",
    "#Mean error",
    "#Median error",
    "#Bias",
    "#Within ±20%",
    "#In the interval",
    "#Half width",
    "#Interval score",
)
GROUPS = {
    "": "all runs",
    "low_rank": "LoRA, QLoRA, DoRA",
    "full": "Full fine-tuning",
    "prompts_and_adapters": "Soft prompts, prefix, IA³, adapters",
    "other": "Other methods of the PEFT library, by the generic rule",
    "litgpt": "LitGPT",
    "peft": "Hugging Face PEFT",
    "torchtune": "torchtune",
    "mosaic": "MosaicML",
    "qwen": "Qwen",
    "mosaic_h100": "MosaicML on H100",
    **dict(FIELDS["training_stack"].choices),
}
RIVALS = {
    "fixed_order": "The best fixed order of methods",
    "always_lora": "Always LoRA",
    "article": "The article’s eight rules",
}


def run_errors(metrics: Plain) -> Node:
    """Errors of memory and time: overall, by kind of method, by source, by training software."""
    return table(COLUMNS, _run_rows(metrics), "Estimated against measured training runs", "records")


def left_out_errors(found: Plain) -> Node:
    """The same where the constants were fitted without the source that is judged."""
    rows = (
        (f"{name}: {GROUPS.get(cut.removeprefix('all').strip(), cut)}", *_errors(errors))
        for key, name in QUANTITIES
        for cut, errors in found[key].items()
        if cut.startswith("all") or " " not in cut
    )
    return table(COLUMNS, rows, "Estimated against measured runs of sources that the fit left out", "records")


def _run_rows(metrics: Plain) -> Iterator[tuple[Child, ...]]:
    for key, name in QUANTITIES:
        if not metrics[key]["overall"]["n"]:
            continue
        yield (f"{name}, all runs", *_errors(metrics[key]["overall"]))
        for cut in CUTS:
            for group, found in metrics[key][cut].items():
                if found["n"]:
                    yield (f"{name}: {GROUPS.get(group, group)}", *_errors(found))


def worst_runs(metrics: Plain, shown: int = 5) -> Node:
    """The runs that are furthest off, in memory and in speed, with what was measured and what was expected."""
    columns = ("Run", "#Measured", "#Expected", "#90% range", "#Off by")
    return table(columns, _worst_rows(metrics["worst"], shown), "The runs that are furthest off", "records")


def _worst_rows(worst: Plain, shown: int) -> Iterator[tuple[Child, ...]]:
    for key, _ in QUANTITIES:
        for row in worst[key][:shown]:
            yield (
                row["id"],
                f"{number(row['measured'])} {UNITS[key]}",
                number(row["expected"]),
                span(number(row["low"]), number(row["high"])),
                f"{'−' if row['error'] < 0 else '+'}{percent(abs(row['error']))}",
            )


def _errors(found: Plain) -> tuple[str, ...]:
    bias = found["bias"]
    return (
        str(found["n"]),
        _tenths(found["mean_absolute_error"]),
        _tenths(found["median_absolute_error"]),
        f"{'−' if bias < 0 else '+'}{_tenths(abs(bias))}",
        percent(found["within_20_percent"]),
        percent(found["inside_interval"]),
        f"±{percent(found['median_half_width'])}",
        number(found["interval_score"], 2),
    )


def _tenths(share: float) -> str:
    """A share in percent with one decimal."""
    return f"{100 * share:.1f}%"


def fit_verdicts(fit: Plain) -> str:
    """What came of the question whether a run fits its card, in words."""
    return (
        f"Of {fit['n']} runs on one card, {fit['n'] - fit['ran_out_of_memory']} ran and {fit['ran_out_of_memory']} ran out of memory; "
        f"the verdict was right for {fit['right']}. {_count(fit['false_fits'])} said to fit did not; "
        f"{_count(fit['false_refusals'])} said not to fit did."
    )


def _count(found: list[str]) -> str:
    return {0: "None that was", 1: "One that was"}.get(len(found), f"{len(found)} that were")


def order_accuracy(metrics: Plain) -> Node:
    """How often the expected order of two methods is right, beside the baselines."""
    judges = [("The calculator, study left out", metrics["overall"])]
    judges += [(RIVALS.get(name, name), found) for name, found in metrics["rivals"].items()]
    rows = (
        (
            name,
            str(found["pairs"]),
            _tenths(found["accuracy"]),
            _tenths(found["accuracy_by_study"]),
            _group(found, "prompting_against_training"),
            _group(found, "same_model"),
        )
        for name, found in judges
    )
    columns = ("Judge", "#Pairs", "#Right", "#Averaged by study", "#Prompting against training", "#On the same model")
    return table(columns, rows, "How often the better of two methods is named", "records")


def _group(found: Plain, name: str) -> str:
    return _tenths(found[name]["accuracy"]) if name in found else ""


def advantage(found: Plain) -> str:
    """Points above the best fixed order, with their interval, in words; nothing where it cannot be said."""
    if not found:
        return ""
    points = {name: found[name] for name in ("points", "low", "high")}
    bounds = span(number(points["low"], 2), number(points["high"], 2))
    return f"Above the best fixed order by {number(points['points'], 2)} points (95% interval over studies: {bounds})."


def study_accuracy(metrics: Plain, site: Site) -> Node:
    """The same by study, the worst first."""
    ordered = sorted(metrics["studies"].items(), key=lambda pair: (pair[1]["accuracy"], pair[0]))
    rows = (
        (
            site.source(study) if study in site.catalog.sources else study,
            str(found["pairs"]),
            _tenths(found["accuracy"]),
            _tenths(found["fixed_order"]),
        )
        for study, found in ordered
    )
    return table(("Study", "#Pairs", "#Right", "#Fixed order"), rows, "By study, each left out in its turn", "records")


def reliability(overall: Plain) -> Node:
    """How often the expected winner of a pair won, by the probability that was given to it."""
    rows = ((_tenths(band["said"]), str(band["pairs"]), _tenths(band["right"])) for band in overall["reliability"])
    return table(("Said", "#Pairs", "#Right"), rows, "How sure, and how often right", "records")


def calibration(overall: Plain) -> str:
    """The Brier score, and the share of gaps inside their interval, in words."""
    gaps = overall["gaps"]
    return (
        f"Brier score {number(overall['brier'], 3)}. Of {number(gaps['pairs'], 4)} gaps between two scores that are shares, "
        f"{percent(gaps['inside'])} lie in their 90% interval; averaged by study, {percent(gaps['inside_by_study'])}."
    )


def forms(found: Mapping[str, Plain]) -> Node:
    """Forms of the model beside each other."""
    rows = (
        (
            name,
            _tenths(each["accuracy"]),
            _tenths(each["accuracy_by_study"]),
            _tenths(each["prompting_against_training"]),
            f"{each['log_loss']:.3f}",
        )
        for name, each in found.items()
    )
    columns = ("Form", "#Right", "#Averaged by study", "#Prompting against training", "#Log loss by study")
    return table(columns, rows, "Forms of the model on studies left out", "records")


def groups(found: Plain) -> str:
    """How the model fares with several studies left out at once, in words."""
    bounds = span(_tenths(found["low"]), _tenths(found["high"]))
    return (
        f"With {found['size']} studies left out at once, {found['draws']} draws: {_tenths(found['accuracy'])} of pairs right "
        f"(90% of draws {bounds})."
    )
