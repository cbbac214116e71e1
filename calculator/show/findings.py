"""What matters most, where training and prompting break even, and what finding out is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isclose

from calculator.door import Reply
from calculator.sensitivity import BreakEven, Inquiry, Swing
from calculator.show.charts import Axis, Crossing, Line, TornadoRow, line_chart, tornado_chart
from calculator.show.charts.frame import short
from calculator.show.figure import disclosure, figure
from calculator.show.flips import amount
from calculator.show.site import Site, capital, family
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.show.values import in_unit
from calculator.task import FIELDS
from calculator.units import number, usd

EVERYTHING = "everything"
OF = "quality of "
DOUBTS: Mapping[str, str] = {
    "quality of all": "How hard the task is for all",
    "changes": "Hours for each change",
    "computing": "Price of computing",
    "evaluation set": "Hours for the evaluation set",
    "hosting set-up": "Hours to set up the host",
    "keeping the host running": "Hours to keep the host running",
    "other abilities": "Abilities that training costs",
    "people": "Hours to build it",
    "prompt search": "Calls of the prompt search",
    "teacher's labels": "Price of the teacher’s labels",
    "teacher's labels again": "Price of new teacher’s labels",
    "training again": "Cost of training again",
    "training runs": "Cost of the training runs",
    "waiting": "Time to the first version",
}


def what_matters(reply: Reply, site: Site) -> Node | None:
    """The tornado of the inputs and that of the things not known; None where there is no runner-up."""
    found, best, second = reply.findings, reply.best, reply.runner_up
    if found is None or best is None or second is None:
        return None
    lead = second.cost.total - best.cost.total
    about = f"by how much {site.option_name(best)} is cheaper than {site.option_name(second)}"
    return group(
        _tornado("Your numbers, halved and doubled", found.swings, lead, site, about),
        _tornado("What nobody knows exactly, from low to high", found.doubts, lead, site, about),
    )


def _tornado(title: str, swings: Sequence[Swing], lead: float, site: Site, about: str) -> Node | None:
    if not swings:
        return None
    rows = [_row(swing, site) for swing in swings]
    drawn = tornado_chart(title, rows, lead, usd, zero_says="← the runner-up wins")
    return figure(drawn, f"{title}: {about}. The line marks today’s answer; pale is the low end, dark the high end.")


def _row(swing: Swing, site: Site) -> TornadoRow:
    field = FIELDS.get(swing.name)
    if field is None or swing.low is None or swing.high is None:
        return TornadoRow(_doubt(swing.name, site), "", "", swing.low_usd, swing.high_usd)
    name = field.label.rstrip("?").partition(",")[0]
    low, high = (in_unit(value, field.unit) for value in (swing.low, swing.high))
    return TornadoRow(name, low.partition(" ")[0], high, swing.low_usd, swing.high_usd)


def _doubt(name: str, site: Site) -> str:
    """What is not known exactly, in words."""
    if name in DOUBTS:
        return DOUBTS[name]
    method, _, model = name.removeprefix(OF).partition("@")
    return f"Quality: {site.short_name(method)}, {site.model_name(model)}"


def break_even(reply: Reply, site: Site) -> Node | None:
    """Where training and prompting cost the same, in words and as curves; None where one side is not feasible."""
    if reply.findings is None or not reply.findings.break_evens:
        return None
    return group(_break_even(found, site) for found in reply.findings.break_evens)


def break_even_sentence(found: BreakEven, site: Site) -> str:
    """Where the two cost the same, or that they nowhere do."""
    field = FIELDS[found.field]
    first, second = (site.named(each) for each in found.ids)
    if found.value is None:
        (low, *_), (high, *_) = found.curve[0], found.curve[-1]
        return f"{capital(first)} stays cheaper than {second} from {number(low)} to {amount(field, high)}."
    dearer_before = found.curve[0][1] > found.curve[0][2]
    below, above = (second, first) if dearer_before else (first, second)
    return f"Below {amount(field, _two_digits(found.value))}, {below} is the cheaper of the two; above, {above} is."


def _break_even(found: BreakEven, site: Site) -> Node:
    says = f"Cost by {FIELDS[found.field].unit}"
    return group(
        el("p", None, break_even_sentence(found, site)),
        disclosure(says, _curves(found, site), identity=f"curve-{found.field}"),
    )


def _curves(found: BreakEven, site: Site) -> Node:
    field = FIELDS[found.field]
    lines = [
        Line(site.short_name(each.partition("@")[0]), family(each.partition("@")[0]), tuple((x[0], x[row]) for x in found.curve))
        for row, each in enumerate(found.ids, start=1)
    ]  # fmt: skip
    here = () if found.value is None else (Crossing(found.value, f"equal at {short(_two_digits(found.value))}"),)
    title = f"Cost of ownership by {field.unit}"
    drawn = line_chart(title, lines, Axis(field.unit, short, is_log=True), Axis("US dollars", usd, is_log=True), here)
    return figure(drawn, "Everything counted: work, serving, errors, upkeep. Both axes in equal factors.")


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def finding_out(reply: Reply, site: Site) -> Node | None:
    """What could be measured before choosing, what that is worth and what it costs; None where nothing is open."""
    said = inquiry_sentence(reply, site)
    if reply.findings is None or said is None:
        return None
    *tried, everything = reply.findings.inquiries
    says = "What finding out is worth: the saving to expect from choosing after having seen it"
    rows = [
        *_inquiry_rows(tried, site),
        ("Knowing everything exactly", usd(everything.worth_usd), "", "no study saves more"),
    ]
    return group(
        el("p", None, said),
        table(("Find out", "#May save", "#Costs", "Worth it"), rows, says, "inquiries"),
        el("p", {"class": "remark"}, "An evaluation set is in the cost of every option; measuring first only moves it forward. ", site.link("reasoning/sensitivity", "How this is reckoned"), "."),
    )  # fmt: skip


def inquiry_sentence(reply: Reply, site: Site) -> str | None:
    """The one thing to find out first, in words; None where nothing is open."""
    tried = reply.findings.inquiries[:-1] if reply.findings else ()
    if not tried:
        return None
    best = max(tried, key=lambda each: each.worth_usd - (each.cost_usd or 0.0))
    if best.worth_usd <= (best.cost_usd or 0.0):
        return "Nothing that could be measured beforehand is likely to save what it costs: choose now, and measure as you go."
    return (
        f"Find out first how good {site.named(best.what)} is: measuring it on {number(best.examples)} labelled examples "
        f"costs about {usd(best.cost_usd or 0.0)} and is expected to save {usd(best.worth_usd)} by a better choice."
    )


def _inquiry_rows(tried: Sequence[Inquiry], site: Site) -> Iterator[tuple[Child, ...]]:
    for each in tried:
        cost = each.cost_usd or 0.0
        pays = each.worth_usd > cost and not isclose(each.worth_usd, cost)
        what = f"{capital(site.named(each.what))}, on {number(each.examples)} examples"
        yield what, usd(each.worth_usd), usd(cost), "yes" if pays else "no"
