"""What a method changes inside a transformer: the parts it trains or adds in colour, everything else in outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calculator.method.kind import Family
from calculator.show.charts.colours import filled
from calculator.show.charts.frame import SMALL_SIZE, Frame, chart, quiet, rules, strong, text_width, writing
from calculator.show.tree import Attribute, Node, el

ATTENTION = ("q", "k", "v", "o")
FEED_FORWARD = ("gate", "up", "down")
ALL = frozenset({"embedding", *ATTENTION, *FEED_FORWARD, "head"})
SQUARE, GAP = 26.0, 15.0
TOKEN = 11.0
TOP, LAYER = 34.0, 348.0


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What is changed: the prompt's tokens by kind, weights trained whole, and what is added beside frozen ones."""

    says: str
    prompt: tuple[str, ...] = ("instructions", "input")
    changed: frozenset[str] = frozenset()
    trained: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    scaled: frozenset[str] = frozenset()
    prefixed: bool = False
    modules: bool = False
    quantised: bool = False
    magnitude: bool = False
    encoder: bool = False


LOW_RANK = frozenset({*ATTENTION, *FEED_FORWARD})
TOKENS: Mapping[str, int] = {"vectors": 4, "instructions": 5, "examples": 6, "input": 3}
ANATOMIES: Mapping[str, Anatomy] = {
    "zero_shot": Anatomy(
        "the words of the instructions change, nothing is trained", changed=frozenset({"instructions"})
    ),
    "few_shot": Anatomy(
        "worked examples are added to the prompt, nothing is trained",
        ("instructions", "examples", "input"),
        frozenset({"examples"}),
    ),
    "prompt_optimisation": Anatomy(
        "a program writes instructions and picks examples, nothing is trained",
        ("instructions", "examples", "input"),
        frozenset({"instructions", "examples"}),
    ),
    "soft_prompt": Anatomy("a few vectors before the input are trained", ("vectors", "input"), frozenset({"vectors"})),
    "p_tuning": Anatomy(
        "a small network that writes vectors before the input is trained",
        ("vectors", "input"),
        frozenset({"vectors"}),
        encoder=True,
    ),
    "prefix": Anatomy("keys and values before the input are trained in every layer", prefixed=True),
    "ia3": Anatomy(
        "one factor per channel of keys, values and feed-forward is trained", scaled=frozenset({"k", "v", "down"})
    ),
    "adapter": Anatomy("small modules after attention and feed-forward are trained", modules=True),
    "lora": Anatomy("two thin matrices beside each weight matrix are trained", beside=LOW_RANK),
    "dora": Anatomy(
        "two thin matrices beside each weight matrix, and its length, are trained", beside=LOW_RANK, magnitude=True
    ),
    "qlora": Anatomy(
        "two thin matrices beside each weight matrix are trained; the weights stand in four bits",
        beside=LOW_RANK,
        quantised=True,
    ),
    "full": Anatomy("every weight is trained", trained=ALL),
    "prompted_fine_tuning": Anatomy(
        "two thin matrices beside each weight matrix are trained, with the instructions in every example",
        changed=frozenset({"instructions"}),
        beside=LOW_RANK,
    ),
    "prompt_optimisation+lora": Anatomy(
        "the prompt is searched for first, then thin matrices are trained with it in every example",
        ("instructions", "examples", "input"),
        frozenset({"instructions", "examples"}),
        beside=LOW_RANK,
    ),
    "distillation": Anatomy("thin matrices are trained on what a prompted teacher answers", beside=LOW_RANK),
}


@dataclass(slots=True)
class Pencil:
    """Marks of one drawing, by how they look."""

    family: Family
    frozen: list[Node] = field(default_factory=list)
    squeezed: list[Node] = field(default_factory=list)
    coloured: list[Node] = field(default_factory=list)
    texts: list[Node] = field(default_factory=list)
    headings: list[Node] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def box(
        self, x: float, y: float, width: float, height: float, *, is_trained: bool, is_squeezed: bool = False
    ) -> None:
        """A part: in colour where it is trained, dashed where it stands in four bits."""
        place: dict[str, Attribute] = {"x": x, "y": y, "width": width, "height": height, "rx": 2.0}
        (self.coloured if is_trained else self.squeezed if is_squeezed else self.frozen).append(el("rect", place))

    def finished(self) -> list[Node]:
        """All marks, in the order in which they lie on each other."""
        outline: dict[str, Attribute] = {"fill": "none", "stroke": "currentColor", "stroke-opacity": "0.45"}
        return [
            rules("".join(self.paths), "0.35"),
            el("g", outline, self.frozen),
            el("g", {**outline, "stroke-dasharray": "2 2"}, self.squeezed),
            el("g", filled(self.family), self.coloured),
            strong(self.headings),
            quiet(self.texts),
        ]


def anatomy(method_id: str, name: str, family: Family) -> Node:
    """The drawing of one method."""
    spec = ANATOMIES[method_id]
    return chart(f"What {name} changes inside a transformer", f"{spec.says}.", lambda frame: _draw(spec, family, frame))


def _draw(spec: Anatomy, family: Family, frame: Frame) -> tuple[float, list[Node]]:
    pencil = Pencil(family)
    _prompt(pencil, spec, 0.0, TOP)
    if frame.is_narrow:
        _embedding(pencil, spec, 232.0, TOP)
        _layer(pencil, spec, 0.0, TOP + 108, frame.width - 1)
        _head(pencil, spec, 20.0, TOP + 222)
        return TOP + 292, pencil.finished()
    _embedding(pencil, spec, 206.0, TOP)
    _layer(pencil, spec, 292.0, TOP, LAYER)
    _head(pencil, spec, 292 + LAYER + 22, TOP)
    return TOP + 84, pencil.finished()


def _prompt(pencil: Pencil, spec: Anatomy, x: float, y: float) -> None:
    """The prompt as a row of tokens, each kind named below."""
    pencil.headings.append(writing(x, y - 14, "prompt"))
    if spec.encoder:
        pencil.box(x, y + 6, 42.0, 12.0, is_trained=True)
        pencil.paths.append(f"M{x + 21:.1f} {y + 18:.1f}v8")
    for kind in spec.prompt:
        for index in range(TOKENS[kind]):
            pencil.box(x + TOKEN * index, y + 27, TOKEN - 2, TOKEN + 7, is_trained=kind in spec.changed)
        pencil.texts.append(writing(x, y + 62, kind))
        x += max(TOKEN * TOKENS[kind], text_width(kind, SMALL_SIZE)) + 6


def _embedding(pencil: Pencil, spec: Anatomy, x: float, y: float) -> None:
    pencil.headings.append(writing(x, y - 14, "embedding"))
    pencil.paths.append(f"M{x:.1f} {y + 36:.1f}h16M{x + 46:.1f} {y + 36:.1f}h16")
    pencil.box(x + 20, y + 8, 22.0, 56.0, is_trained="embedding" in spec.trained)


def _layer(pencil: Pencil, spec: Anatomy, x: float, y: float, width: float) -> None:
    """Attention and feed-forward inside the frame of one layer."""
    pencil.headings.append(writing(x, y - 14, "each layer"))
    pencil.paths.append(f"M{x + 0.5:.1f} {y - 4.5:.1f}h{width:.1f}v84h{-width:.1f}z")
    left = x + 12
    if spec.prefixed:
        for row in range(2):
            pencil.box(left, y + 13 + 14 * row, TOKEN, TOKEN, is_trained=True)
        left += TOKEN + 8
    left = _block(pencil, spec, left, y + 12, ATTENTION, "attention")
    _block(pencil, spec, left + 8, y + 12, FEED_FORWARD, "feed-forward")


def _block(pencil: Pencil, spec: Anatomy, x: float, y: float, parts: tuple[str, ...], name: str) -> float:
    pencil.texts.append(writing(x, y + 62, name))
    for part in parts:
        pencil.box(x, y, SQUARE, SQUARE, is_trained=part in spec.trained, is_squeezed=spec.quantised)
        pencil.texts.append(writing(x + SQUARE / 2, y + SQUARE + 14, part, "middle"))
        if part in spec.beside:
            pencil.box(x + SQUARE + 2, y, 3.5, SQUARE, is_trained=True)
            pencil.box(x + SQUARE + 7, y, 3.5, SQUARE, is_trained=True)
        if part in spec.scaled:
            pencil.box(x + SQUARE + 3, y, 4.0, SQUARE, is_trained=True)
        if spec.magnitude:
            pencil.box(x, y - 5, SQUARE, 2.5, is_trained=True)
        x += SQUARE + GAP
    if spec.modules:
        pencil.box(x - 8, y + 3, 9.0, SQUARE - 6, is_trained=True)
        x += 8
    return x


def _head(pencil: Pencil, spec: Anatomy, x: float, y: float) -> None:
    pencil.headings.append(writing(x, y - 14, "output"))
    pencil.paths.append(f"M{x - 18:.1f} {y + 36:.1f}h14")
    pencil.box(x, y + 8, 22.0, 56.0, is_trained="head" in spec.trained)
