"""Macros on methods, memory and published comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from calculator.backtest import outcomes, runs
from calculator.backtest.comparisons import records
from calculator.faces.docs.guide import Change, Guide
from calculator.faces.web import known
from calculator.methods import METHODS
from calculator.show import evidence, memory, methods, validation
from calculator.show.figure import figure
from calculator.show.table import table
from calculator.show.tree import Node, el, group, render
from calculator.terms import Option

ROOT = Path(__file__).parents[3]
MEASURED = ROOT / "tests" / "published"
RESULTS = ROOT / "bench" / "results"
LEFT_OUT = ROOT / "fit" / "left_out.json"
ORDER = ROOT / "fit" / "order.json"
TABLES = ("runs.json", "oom_witnesses.json")
MODELS = ("llama-3.2-3b", "qwen3-8b", "llama-3.1-70b")
TRAINED = ("lora", "qlora", "full")


class Machinery:
    """What methods are and what they take."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def method_card(self, method: str) -> str:
        """One quiet box: family, what is done, what it needs and leaves."""
        return render(methods.card(method, self._guide.site))

    def anatomy(self, method: str) -> str:
        """What a method changes inside a transformer."""
        return render(methods.anatomy_figure(method))

    def anatomies(self, *wanted: str) -> str:
        """The same for several methods, or for all, one below the other."""
        return render(group(methods.anatomy_figure(each) for each in wanted or METHODS))

    def anatomy_map(self) -> str:
        """Where every method acts inside a transformer, in one picture."""
        return render(methods.anatomy_map_figure(self._guide.site))

    def methods_matrix(self) -> str:
        """Every method against what distinguishes it."""
        note = self._guide.site.link("reference/figures", "Hours and shares are figures with sources.")
        return render(figure(methods.matrix(self._guide.site), None, note))

    def ladder(self) -> str:
        """The rungs from a plain prompt to full training, with what each asks."""
        return render(methods.ladder(self._guide.site))

    def on_models(self, method: str, models: Sequence[str] = MODELS, gpu: str = "a100-80gb") -> str:
        """Trained parameters, saved file, memory, speed and hours of a training method on concrete models."""
        return render(figure(methods.on_models(method, models, gpu, known()), None, methods.assumptions()))

    def studies_of(self, method: str) -> str:
        """Published comparisons in which a method took part."""
        return render(evidence.studies_of(method, self._guide.site))

    def memory_bars(
        self,
        models: Sequence[str] = ("qwen3-8b",),
        methods: Sequence[str] = TRAINED,
        gpu: str = "rtx-4090",
        **changes: Change,
    ) -> str:
        """Training memory of methods on models against one card's capacity."""
        options = list(self._trained(models, methods, {"gpu": gpu, **changes}))
        bars = memory.memory_bars(options, gpu, self._guide.site, len(options))
        return render(self._memory_figure(bars, options, "Peak memory of training by part, with its 90% range below."))

    def memory_table(
        self,
        models: Sequence[str] = ("qwen3-8b",),
        methods: Sequence[str] = TRAINED,
        gpu: str = "rtx-4090",
        **changes: Change,
    ) -> str:
        """Training memory of methods on models by named part, GiB."""
        options = list(self._trained(models, methods, {"gpu": gpu, **changes}))
        return render(self._memory_figure(memory.memory_table(options, self._guide.site), options, None))

    def backtest_runs_table(self, *tables: str) -> str:
        """Errors of memory and time against published training runs: the rows of those files, or of those that constants were fitted on."""
        measured = [
            record for name in tables or TABLES for record in json.loads((MEASURED / name).read_text(encoding="utf-8"))
        ]
        metrics = runs.backtest(measured, known().catalog)["metrics"]
        return render(figure(validation.run_errors(metrics), validation.fit_verdicts(metrics["fit"])))

    def bench_table(self, name: str) -> str:
        """What a benchmark measured, with the machine, the day and the command that measures it again."""
        found = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
        where = group(
            f"Measured on {found['measured']}: {found['machine']}. Again: ",
            el("code", None, f"python -m bench.{name}"),
            ".",
        )
        return render(figure(table(found["columns"], found["rows"]), None, where))

    def left_out_table(self) -> str:
        """Errors of memory and time on sources that the fit of the constants left out."""
        return render(figure(validation.left_out_errors(json.loads(LEFT_OUT.read_text(encoding="utf-8"))), None))

    def backtest_outcomes_table(self, added: str = "") -> str:
        """How often the expected order of methods is right in studies left out.

        `added`: `no` for the comparisons that the form of the model was chosen on, `yes` for those that came later,
        predicted without any of them; empty for all, each study left out in its turn, with the table by study.
        """
        catalog = known().catalog
        chosen = {each.id for each in catalog.outcomes.values() if added in ("", "yes" if each.added else "no")}
        judged = [record for record in records(catalog) if record["id"] in chosen]
        metrics = outcomes.backtest(judged, catalog)["metrics"]
        overall = figure(validation.order_accuracy(metrics), validation.advantage(metrics["above_fixed_order"]))
        if added:
            return render(overall)
        return render(group(overall, el("div", None, validation.study_accuracy(metrics, self._guide.site))))

    def reliability_table(self) -> str:
        """How often the expected winner won, by how sure it was, and how many gaps lay inside their interval."""
        metrics = outcomes.backtest(records(known().catalog), known().catalog)["metrics"]["overall"]
        return render(figure(validation.reliability(metrics), validation.calibration(metrics)))

    def forms_table(self) -> str:
        """Forms of the model of quality side by side, each judged on studies left out."""
        found = json.loads(ORDER.read_text(encoding="utf-8"))
        return render(figure(validation.forms(found["forms"]), validation.groups(found["groups"])))

    def _trained(self, models: Sequence[str], wanted: Sequence[str], changes: dict[str, Change]) -> Iterator[Option]:
        for model in models:
            options = {
                option.method: option for option in self._guide.reply("", {**changes, "tune_model": model}).options
            }
            yield from (options[method] for method in wanted)

    def _memory_figure(self, content: Node | None, options: Sequence[Option], caption: str | None) -> Node:
        if content is None:
            raise ValueError("none of these methods trains on a card")
        lengths = {option.recipe.sequence_length for option in options if option.recipe}
        told = ", ".join(f"{length} tokens" for length in sorted(length for length in lengths if length))
        return figure(content, caption, f"Sequences of {told}; the largest micro-batch that fits, or one example.")
