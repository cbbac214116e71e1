"""From situation and contender to the terms of the linear model of success."""

from __future__ import annotations

from math import fsum, log2, log10

from calculator.quality.ability import ability, parameters_b
from calculator.quality.evidence import Evidence
from calculator.quality.situation import PROMPTING, Contender, Facts, Situation

Terms = dict[str, float]

KNOWLEDGE = frozenset({"question_answering", "reasoning", "code"})
SCHEMA = frozenset({"extraction", "tool_use"})
IN_CONTEXT = frozenset({"few_shot", "prompt_optimisation"})
INPUT_PROMPTS = frozenset({"soft_prompt", "p_tuning"})
LOW_RANK = frozenset({"lora", "dora", "qlora"})
DISTANCE = {"small": -1.0, "small-medium": -0.5, "medium": 0.0, "medium-large": 0.5, "large": 1.0}
MOVED = frozenset({"forgetting", "out_of_domain_transfer"})
UNSEEN = frozenset({"out_of_domain_transfer", "unseen_tasks"})


def utility(situation: Situation, contender: Contender, evidence: Evidence) -> float:
    """Success of a contender in log-odds, up to a constant of the task: the sum of coefficient × term."""
    coefficients = evidence.coefficients
    return fsum(coefficients[name] * value for name, value in terms(situation, contender, evidence).items())


def terms(situation: Situation, contender: Contender, evidence: Evidence) -> Terms:
    """The terms of the linear model that are not zero, by the name of their coefficient."""
    found = _trained(situation, contender, evidence) if contender.trained else _prompted(situation, contender, evidence)
    if len(contender.methods) > 1:
        found[f"joint_{joint_id(contender.methods)}"] = 1.0
    return found


def joint_id(methods: tuple[str, ...]) -> str:
    """The id of several methods used together, in the order of use."""
    return "+".join(methods)


def _prompted(situation: Situation, contender: Contender, evidence: Evidence) -> Terms:
    able = ability(contender.facts, evidence)
    found: Terms = {"prompted_ability": able}
    if IN_CONTEXT.intersection(contender.methods):
        tenfolds = log10(shots(situation, contender, evidence) / evidence.convention("usual_shots"))
        found |= {"few_shot": 1.0, "few_shot_shots": tenfolds, "few_shot_shots_ability": -tenfolds * able}
    elif not contender.facts.instruction_tuned:
        found["prompted_base_model"] = 1.0
    if "prompt_optimisation" in contender.methods:
        found["prompt_optimisation"] = 1.0
        if situation.kind == "reasoning":
            found["prompt_optimisation_reasoning"] = 1.0
    if "rag" in contender.methods:
        found["rag"] = 1.0
    return found


def shots(situation: Situation, contender: Contender, evidence: Evidence) -> float:
    """Examples in the prompt that tell: as many as wanted, as are labelled, as the context holds; at least one.

    Where there are classes, no more than our convention for each: examples in the prompt stop telling sooner than in training.
    """
    count = float(contender.shots or evidence.convention("usual_shots"))
    if situation.labelled_examples is not None:
        count = min(count, situation.labelled_examples)
    if situation.classes:
        count = min(count, situation.classes * evidence.convention("shots_per_class"))
    if situation.example_tokens and contender.facts.context_tokens:
        count = min(count, contender.facts.context_tokens / situation.example_tokens)
    return max(1.0, count)


def _trained(situation: Situation, contender: Contender, evidence: Evidence) -> Terms:
    able = ability(contender.facts, evidence)
    size = log10(parameters_b(contender.facts, evidence) / evidence.convention("usual_size"))
    soft = bool(INPUT_PROMPTS.intersection(contender.methods))
    found: Terms = {
        "trained": 1.0,
        "trained_ability": able,
        "trained_size": size,
        "trained_distance": DISTANCE[situation.gap or "medium"],
    }
    found |= {offset(method): 1.0 for method in contender.methods if method not in PROMPTING}
    found |= _by_kind(situation, contender, able, evidence)
    found |= _by_data(situation, contender, able, evidence)
    if small_encoder(situation, contender.facts, evidence):
        found["trained_encoder"] = 1.0
        if missing := found.get("trained_missing_examples"):
            found["encoder_missing_examples"] = missing
    if soft:
        found["soft_prompt_size"] = min(0.0, size)
    if situation.setting == "out_of_domain_transfer" and (soft or "prefix" in contender.methods):
        found["moved_prompt"] = 1.0
    elif situation.setting in MOVED and "full" in contender.methods:
        found["moved_full"] = 1.0
    if situation.setting in UNSEEN:
        found["trained_moved"] = 1.0
    if situation.new_facts != "no":
        found[f"trained_{situation.new_facts}_facts"] = 1.0
    return found


def small_encoder(situation: Situation, facts: Facts, evidence: Evidence) -> bool:
    """True: a model as small as BERT, BART and their kin learns a task in which the text holds the answer.

    Such models read a text both ways, and are better at this than their general ability says.
    """
    size = parameters_b(facts, evidence)
    small = size < evidence.convention("encoder_size") and not facts.instruction_tuned
    return small and situation.kind not in KNOWLEDGE


def offset(method: str) -> str:
    """The coefficient of a trained method: one for all low-rank updates, which published comparisons do not tell apart.

    QLoRA against LoRA has a median difference of zero; a rank in four bits cannot be better than the same in sixteen.
    """
    return "method_lora" if method in LOW_RANK else f"method_{method}"


def _by_kind(situation: Situation, contender: Contender, able: float, evidence: Evidence) -> Terms:
    found: Terms = {}
    if situation.kind in KNOWLEDGE:
        found |= {"trained_knowledge": 1.0, "trained_ability_knowledge": able}
        if situation.gap == "large" and LOW_RANK.intersection(contender.methods):
            enough = evidence.convention("enough_rank")
            rank = contender.rank or evidence.convention("usual_rank")
            found["low_rank_far"] = log2(min(rank, enough) / enough)
    if situation.kind == "reasoning":
        found["trained_reasoning"] = 1.0
    if situation.kind == "tool_use":
        found["trained_ability_tools"] = able
    if situation.kind in SCHEMA or situation.strict_format:
        found["trained_schema"] = 1.0
    return found


def _by_data(situation: Situation, contender: Contender, able: float, evidence: Evidence) -> Terms:
    """The learning curve: tenfolds of examples below the number at which it is flat, counted as if for two classes."""
    examples = effective_examples(situation, evidence)
    if examples is None:
        return {}
    enough, first = evidence.convention("enough_examples"), evidence.convention("first_examples")
    missing = max(0.0, log10(enough / ((examples + first) * 2 / max(2, situation.classes or 2))))
    found = {"trained_missing_examples": missing, "missing_examples_ability": missing * able}
    if INPUT_PROMPTS.intersection(contender.methods) or "prefix" in contender.methods:
        found["soft_prompt_missing_examples"] = missing
    if "prompted_fine_tuning" in contender.methods:
        found["prompted_missing_examples"] = missing
    if "ia3" in contender.methods:
        found["ia3_missing_examples"] = missing
    return found


def effective_examples(situation: Situation, evidence: Evidence) -> float | None:
    """Clean, in-domain examples that the labelled ones are worth, or None where their number is unknown.

    n · (1 − ρ·K/(K−1))² for a share ρ of labels wrong at random over K classes (K → ∞ where there are none),
    times our convention for examples that come from elsewhere.
    Source: the variance of the unbiased loss under noise grows by that square (natarajan2013).
    """
    if situation.labelled_examples is None:
        return None
    classes = situation.classes or 0
    spoilt = situation.label_noise * (classes / (classes - 1) if classes > 1 else 1.0)
    worth = 1.0 if situation.labels_in_domain else evidence.convention("foreign_label_worth")
    return situation.labelled_examples * max(0.0, 1.0 - spoilt) ** 2 * worth
