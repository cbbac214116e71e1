"""What to do next: this week, then the recommendation, when to move on, what to watch."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.door import Reply
from calculator.methods import METHODS
from calculator.show.methods import LADDER
from calculator.show.site import Site, method_in_sentence
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.task import FIELDS, Task
from calculator.terms import Option, Recipe
from calculator.units import number, percent, weeks_text


def plan(reply: Reply, site: Site) -> Node | None:
    """The steps in order; None where nothing is feasible."""
    best = reply.best
    if best is None:
        return None
    return el(
        "ol",
        {"class": "plan"},
        [el("li", None, el("strong", None, f"{when}. "), step) for when, step in steps(reply, best, site)],
    )


def steps(reply: Reply, best: Option, site: Site) -> Iterator[tuple[str, Child]]:
    """When, and what to do then."""
    yield "This week", measure(reply.task, site)
    yield (
        "Next",
        group(
            f"Build {site.option_name(best)}: about {weeks_text(best.weeks)} to a first version. ",
            site.method(best.method, "How"),
            ".",
        ),
    )
    yield "Decide on your own numbers", threshold(reply, site)
    yield "Move up only when it pays", ladder(best, site)
    yield "Keep watching", watch(best, site)


def measure(task: Task, site: Site) -> Node:
    """The evaluation set first: it decides everything else."""
    wanted = int(site.catalog.figures["evaluation_examples"].value)
    guide = site.link("guides/evaluation-set", "evaluation set")
    if task.measured_zero_shot is None:
        return group(
            f"Put {number(wanted)} labelled inputs aside as an ",
            guide,
            ", run your plain prompt over them, and enter the accepted share here.",
        )
    return group(
        "Keep the ",
        guide,
        f" of {number(task.measured_on)} inputs apart from all training, and measure every change on it.",
    )


def threshold(reply: Reply, site: Site) -> str:
    """The quality at which the runner-up becomes the cheaper one."""
    second, needed = reply.runner_up, break_even_quality(reply)
    if second is None:
        return "Nothing else is feasible: if it does not reach the quality you need, a limit has to give way."
    if needed is None:
        return f"The cost of errors does not separate it from {site.option_name(second)}: take the one that is easier to run."
    return f"If fewer than {percent(needed)} of its outputs are acceptable on your evaluation set, {site.option_name(second)} is the cheaper choice."


def break_even_quality(reply: Reply) -> float | None:
    """Share of accepted outputs below which the runner-up is cheaper than the best; None where no share does it.

    q − (cost of runner-up − cost of best) / cost of all outputs being wrong
    """
    best, second = reply.best, reply.runner_up
    if best is None or second is None:
        return None
    quality, errors = best.assumed_quality.expected, best.cost.part("errors")
    if errors <= 0 or quality >= 1:
        return None
    needed = quality - (second.cost.total - best.cost.total) * (1 - quality) / errors
    return needed if needed > 0 else None


def ladder(best: Option, site: Site) -> Node:
    """The order in which effort grows, from the recommendation upwards."""
    efforts = METHODS[best.method].efforts
    here = max((LADDER.index(each) for each in efforts if each in LADDER), default=LADDER.index("lora"))
    above = LADDER[here + 1 :]
    if not above:
        return group("This is the top of the ladder. If it is not enough, look at the data before the method.")
    links: list[Child] = []
    for each in above:
        links += [" → " if links else "", site.method(each, method_in_sentence(each))]
    return group(
        "The next rungs are ",
        links,
        ". Climb one at a time, and only while your evaluation set shows a gain worth its cost.",
    )


def watch(best: Option, site: Site) -> Node:
    """What goes wrong later, for this kind of method."""
    if METHODS[best.method].trains:
        return group(
            "Overfitting (", site.link("guides/training-curves", "training curves"), "), abilities that are lost, and ",
            site.link("guides/keep-alive", "the next base model"), ", which means training again.",
        )  # fmt: skip
    return group(
        "Silent changes of a hosted model, and the spread over wordings: run the evaluation set at every ",
        site.link("guides/keep-alive", "change of model"), " or prompt.",
    )  # fmt: skip


def recipe_table(option: Option, task: Task, site: Site) -> Node | None:
    """The settings to start from; None where nothing is trained."""
    if option.recipe is None:
        return None
    rows = ((site.link(page, name), value) for name, value, page in settings(option.recipe, task))
    return table(("Setting", "Start with"), rows, f"A starting recipe for {site.option_name(option)}", "recipe")


def settings(recipe: Recipe, task: Task) -> Iterator[tuple[str, str, str]]:
    """Name, value and page of each setting."""
    memory = "reasoning/memory"
    yield (
        "Weights",
        f"{recipe.quantization or recipe.weights_dtype}{'' if recipe.method == 'full' else ', frozen'}",
        memory,
    )
    if recipe.rank is not None:
        yield "Rank", number(recipe.rank), FIELDS["rank"].page
        yield "Trained beside", ", ".join(recipe.target_modules), FIELDS["rank"].page
    if recipe.virtual_tokens:
        yield "Trained vectors", number(recipe.virtual_tokens), "approaches/soft-prompt"
    yield "Optimizer", dict(FIELDS["optimizer"].choices).get(recipe.optimizer, recipe.optimizer), memory
    yield (
        "Examples at a time",
        f"{number(recipe.micro_batch)} on each of {number(recipe.gpus)} cards"
        if recipe.gpus > 1
        else number(recipe.micro_batch),
        memory,
    )
    if recipe.sequence_length is not None:
        yield "Sequence length", f"{number(recipe.sequence_length, 6)} tokens", memory
    yield "Gradient checkpointing", "on" if recipe.gradient_checkpointing else "off", memory
    yield (
        "Training software",
        dict(FIELDS["training_stack"].choices)[task.training_stack],
        FIELDS["training_stack"].page,
    )
    yield "Passes over the data", number(task.epochs), FIELDS["epochs"].page
    yield "Runs until one is good", number(task.search_runs), FIELDS["search_runs"].page
