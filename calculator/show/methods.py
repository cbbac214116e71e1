"""Methods as the guide shows them: a card, a matrix, and what they take on concrete models."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from calculator.catalog import target
from calculator.costs.bills import largest_that_fits, training_run
from calculator.costs.sizes import adapter_bytes, trainable_params
from calculator.costs.time import tokens_per_second
from calculator.door import Knowledge
from calculator.method import FAMILIES, Case, Method
from calculator.methods import METHODS
from calculator.show.charts.anatomy import ANATOMIES, anatomy
from calculator.show.charts.anatomy_map import MapRow, anatomy_map
from calculator.show.figure import figure
from calculator.show.site import Site, capital
from calculator.show.table import table
from calculator.show.tree import Child, Node, el
from calculator.show.values import in_unit
from calculator.task import Task
from calculator.units import GB, gib_text, hours_text, number, percent

LADDER = ("zero_shot", "few_shot", "prompt_optimisation", "lora", "full")
SAVES = {
    "none": "nothing: the prompt is all there is",
    "lora": "a small file beside the base model",
    "vectors": "a few vectors",
    "modules": "small modules beside the base model",
    "weights": "a whole copy of the model",
}
LEAST = {
    "few_shot": "least_examples_few_shot",
    "prompt_optimisation": "least_examples_prompt_optimisation",
    "prompted_fine_tuning": "least_examples_prompted",
    "full": "least_examples_full",
}


def card(method_id: str, site: Site) -> Node:
    """One quiet box: the family, what is done, what it needs and what it leaves."""
    method = METHODS[method_id]
    rows = [
        ("Family", FAMILIES[method.family]),
        ("In a sentence", method.says),
        ("Keeps", SAVES[method.saves]),
        ("Needs at least", f"{number(least_examples(method, site))} labelled examples"),
        ("First version", f"{effort(method, 'build_hours', site)} hours of work"),
        ("One change", f"{effort(method, 'change_hours', site)} hours of work"),
    ]
    items = [el("div", None, el("dt", None, term), el("dd", None, said)) for term, said in rows]
    return el("dl", {"class": f"method-card family-edge-{method.family}", "id": f"card-{method.id}"}, items)


def anatomy_figure(method_id: str) -> Node:
    """What a method changes inside a transformer, with a caption."""
    method = METHODS[method_id]
    drawing = anatomy(method_id, method.name, method.family)
    return figure(drawing, f"{method.name}: {ANATOMIES[method_id].says}. What stands in outline stays as it is.")


def anatomy_map_figure(site: Site) -> Node:
    """Where every method acts inside a transformer, with a caption that says how to read the marks."""
    rows = [MapRow(each.id, capital(site.short_name(each.id)), each.family) for each in METHODS.values()]
    caption = (
        "Full squares are trained; pairs of bars are added and trained; a coloured frame stands for words that are"
        " chosen. Grey frames stay as they are."
    )
    return figure(anatomy_map(rows), caption)


def least_examples(method: Method, site: Site) -> float:
    """Fewest labelled examples with which a method is worth starting."""
    if method.teacher or not (method.trains or method.id in LEAST):
        return 0.0
    return site.catalog.figures[LEAST.get(method.id, "least_examples_training")].value


def effort(method: Method, kind: str, site: Site) -> str:
    """Hours of work of a method, with their range."""
    figures = [site.catalog.figures[f"{kind}_{each}"] for each in method.efforts]
    low, value, high = (fsum(getattr(each, bound) for each in figures) for bound in ("low", "value", "high"))
    return f"{number(value)} ({number(low)}–{number(high)})"


def matrix(site: Site) -> Node:
    """Every method against what distinguishes it."""
    rows = (
        (
            _method_cell(method, site),
            SAVES[method.saves],
            number(least_examples(method, site)),
            effort(method, "build_hours", site),
            effort(method, "change_hours", site),
            lost(method, site),
        )
        for method in METHODS.values()
    )
    columns = (
        "Method",
        "What it leaves",
        "#Least examples",
        "#Hours to build",
        "#Hours per change",
        "#Other abilities lost",
    )
    return table(columns, rows, "Every method, and what distinguishes it; ranges in brackets", "records")


def _method_cell(method: Method, site: Site) -> Node:
    """The name of a method over its family."""
    swatch = el("span", {"class": f"swatch swatch-{method.family}", "aria-hidden": "true"})
    kind = el("span", {"class": "of"}, FAMILIES[method.family].partition(":")[0])
    return el("span", {"class": "option"}, swatch, site.method(method.id), kind)


def lost(method: Method, site: Site) -> str:
    """Share of other abilities that a method costs, with its range."""
    worst = max(
        (site.catalog.figures[f"ability_lost_{each}"] for each in method.efforts), key=lambda figure: figure.value
    )
    if not worst.high:
        return "none"
    return f"{percent(worst.value)} ({percent(worst.low).removesuffix('%')}–{percent(worst.high)})"


def ladder(site: Site) -> Node:
    """The rungs in the order of effort: what each is, and what it asks."""
    rungs = (
        el(
            "li",
            {"class": f"family-edge-{METHODS[each].family}"},
            el("strong", None, site.method(each)),
            el("span", {"class": "says"}, METHODS[each].says),
            el(
                "span",
                {"class": "asks"},
                f"first version {_hours(each, 'build_hours', site)}, one change {_hours(each, 'change_hours', site)}",
            ),
        )
        for each in LADDER
    )
    return el("ol", {"class": "ladder"}, rungs)


def _hours(method_id: str, kind: str, site: Site) -> str:
    return in_unit(site.catalog.figures[f"{kind}_{method_id}"].value, "hours")


def on_models(method_id: str, model_ids: Sequence[str], gpu_id: str, known: Knowledge) -> Node:
    """What a training method takes on concrete models: sizes, memory, speed, hours."""
    card_name = known.catalog.gpus[gpu_id].name
    rows = [_on_model(method_id, each, gpu_id, known) for each in model_ids]
    columns = (
        "Model",
        "#Trained parameters",
        "#Share",
        "#Saved file",
        "#Memory to train",
        "#Tokens/s",
        "#1,000 examples",
    )
    return table(columns, rows, f"{METHODS[method_id].name} on one {card_name}", "records")


def _on_model(method_id: str, model_id: str, gpu_id: str, known: Knowledge) -> tuple[Child, ...]:
    catalog = known.catalog
    method, task = METHODS[method_id], Task(tune_model=model_id, gpu=gpu_id)
    case = Case(task, target(model_id, catalog), catalog)
    model, gpu = catalog.models[model_id], catalog.gpus[gpu_id]
    if method.recipe is None:
        raise ValueError(f"{method_id} trains nothing")
    recipe = largest_that_fits(case, method.recipe(case))
    memory, token_hours = training_run(catalog, model_id, gpu_id, recipe)
    trained = trainable_params(model, recipe)
    hours = token_hours.expected * 1000 * task.example_tokens * task.epochs
    speed = tokens_per_second(model, gpu, recipe, catalog.figures)
    fits = memory.peak_bytes.high <= gpu.memory_gib * 2**30
    return (
        model.name,
        number(trained, 4) if trained < GB else f"{number(trained / GB)} bn",
        f"{100 * trained / model.params:.2g}%",
        file_size(adapter_bytes(model, recipe)),
        gib_text(memory.peak_bytes.expected) if fits else f"{gib_text(memory.peak_bytes.expected)}: too large",
        number(speed.expected, 2) if fits else "–",
        hours_text(hours) if fits else "–",
    )


def file_size(size_bytes: float) -> str:
    """The size of a file for people, in decimal units as file managers print it."""
    for size, unit in ((GB, "GB"), (1e6, "MB"), (1e3, "KB")):
        if size_bytes >= size:
            return f"{number(size_bytes / size)} {unit}"
    return f"{number(size_bytes)} bytes"


def assumptions() -> str:
    """What `on_models` takes for granted, in words."""
    task = Task()
    return (
        f"Examples of {number(task.example_tokens)} tokens, {number(task.epochs)} passes, the largest micro-batch that fits, "
        f"rank {number(task.rank)} where there is one. Memory is the card’s expected peak; tokens per second are those of training."
    )
