from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog.reader import shipped
from calculator.quality import Contender, Facts, Situation, assumed_quality, evidence, expected_quality
from calculator.quality.consistency import consistency
from calculator.quality.situation import PROMPTING, SINGLE_METHODS
from calculator.terms import Quality

HELD = evidence(shipped())
HOSTED = Facts(released="2023-03", closed=True, benchmark=0.864)
SMALL = Facts(params_b=8, released="2024-04", benchmark=0.684)
TICKETS = Situation("classification", gap="medium", labelled_examples=300, reference=HOSTED)
KINDS = st.sampled_from(
    (
        "classification", "extraction", "rewriting", "generation", "summarisation",
        "translation", "question_answering", "reasoning", "code", "tool_use",
    )
)  # fmt: skip
GAPS = st.sampled_from((None, "small", "medium", "large"))
TRAINED = st.sampled_from([method for method in SINGLE_METHODS if method not in PROMPTING and method != "distillation"])
SHARES = st.floats(0, 1)


def quality(method: str, facts: Facts = SMALL, situation: Situation = TICKETS) -> Quality:
    found = expected_quality(situation, Contender((method,), facts), HELD)
    assert found is not None
    return found


def test_training_a_small_model_beats_prompting_it_where_labels_abound() -> None:
    many = replace(TICKETS, labelled_examples=3000)
    assert quality("lora", situation=many).expected > quality("zero_shot", situation=many).expected + 0.1


def test_reasoning_goes_to_the_prompted_frontier_model() -> None:
    sums = replace(TICKETS, kind="reasoning")
    assert quality("prompt_optimisation", HOSTED, sums).expected > quality("lora", SMALL, sums).expected + 0.1


def test_far_extraction_goes_to_the_small_tuned_model() -> None:
    invoices = replace(TICKETS, kind="extraction", gap="large", labelled_examples=1000)
    assert quality("lora", SMALL, invoices).expected > quality("few_shot", HOSTED, invoices).expected + 0.1


def test_input_prompts_fall_behind_updates_of_weights_on_few_examples() -> None:
    assert quality("soft_prompt").expected < quality("lora").expected - 0.1


def test_many_shots_beat_training_where_classes_outnumber_examples() -> None:
    base = Facts(params_b=7, released="2023-07", instruction_tuned=False, context_tokens=80_000)
    intents = Situation("classification", gap="medium", classes=150, labelled_examples=250, reference=base)
    prompted = expected_quality(intents, Contender(("few_shot",), base, shots=250), HELD)
    tuned = expected_quality(intents, Contender(("lora",), base), HELD)
    assert prompted is not None
    assert tuned is not None
    assert prompted.expected > tuned.expected


def test_shots_that_the_context_cannot_hold_do_not_help() -> None:
    brief = replace(HOSTED, context_tokens=2048)
    long = replace(TICKETS, example_tokens=500, reference=brief)
    fitting = expected_quality(long, Contender(("few_shot",), brief, shots=4), HELD)
    crammed = expected_quality(long, Contender(("few_shot",), brief, shots=200), HELD)
    assert fitting is not None
    assert crammed is not None
    assert crammed.expected == pytest.approx(fitting.expected, abs=0.001)


def test_a_measured_prompt_moves_every_option_to_its_level() -> None:
    poor, good = (replace(TICKETS, zero_shot_score=score, measured_on=200) for score in (0.3, 0.8))
    assert quality("lora", situation=good).expected > quality("lora", situation=poor).expected + 0.2
    assert quality("zero_shot", HOSTED, good).expected == pytest.approx(0.8, abs=0.03)


@given(
    st.sampled_from(("zero_shot_score", "few_shot_score", "tuned_score")), SHARES, SHARES, st.integers(1, 10**7), GAPS
)
def test_a_better_measurement_never_lowers_what_is_expected(
    field: str, one: float, two: float, count: int, gap: None
) -> None:
    poor, good = (
        replace(TICKETS, gap=gap, pilot=SMALL, measured_on=count, **{field: score})  # type: ignore[arg-type]  # a share either way
        for score in sorted((one, two))
    )
    for method in ("zero_shot", "few_shot"):
        assert quality(method, HOSTED, poor).expected <= quality(method, HOSTED, good).expected + 1e-9
    assert quality("lora", situation=poor).expected <= quality("lora", situation=good).expected + 1e-9


def test_a_hundred_of_a_hundred_is_better_news_than_ninety() -> None:
    ninety, all_of_them = (replace(TICKETS, zero_shot_score=score, measured_on=100) for score in (0.9, 1.0))
    assert quality("zero_shot", HOSTED, all_of_them).expected > quality("zero_shot", HOSTED, ninety).expected + 0.05


def test_measuring_on_more_examples_narrows_the_interval() -> None:
    rough, fine = (replace(TICKETS, zero_shot_score=0.7, measured_on=count) for count in (20, 500))
    narrow, wide = quality("zero_shot", HOSTED, fine), quality("zero_shot", HOSTED, rough)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3


def test_models_newer_than_the_evidence_are_less_certain() -> None:
    old, new = quality("lora", SMALL), quality("lora", replace(SMALL, released="2026-06"))
    assert new.expected == old.expected
    assert new.high - new.low > old.high - old.low


def test_a_dearer_closed_model_is_taken_to_be_abler() -> None:
    cheap, dear = (Facts(released="2025-08", closed=True, output_usd=price) for price in (0.4, 10.0))
    assert quality("zero_shot", dear).expected > quality("zero_shot", cheap).expected


def test_a_combination_that_no_study_tried_is_not_covered_and_widely_assumed() -> None:
    untried = Contender(("few_shot", "prefix"), SMALL)
    assert expected_quality(TICKETS, untried, HELD) is None
    assumed = assumed_quality(TICKETS, untried, HELD)
    known = quality("prefix")
    assert assumed.high - assumed.low > known.high - known.low


def test_prompt_then_tune_is_covered_and_names_its_study() -> None:
    both = expected_quality(TICKETS, Contender(("prompt_optimisation", "lora"), SMALL), HELD)
    assert both is not None
    assert "bettertogether2024" in both.studies
    assert both.expected > quality("lora").expected


def test_facts_that_change_speak_against_training() -> None:
    assert quality("lora", situation=replace(TICKETS, new_facts="changing")).expected < quality("lora").expected - 0.05


def test_on_far_code_a_low_rank_is_worth_less_than_a_high_one() -> None:
    queries = replace(TICKETS, kind="code", gap="large")
    low, high = (expected_quality(queries, Contender(("lora",), SMALL, rank=rank), HELD) for rank in (8, 256))
    assert low is not None
    assert high is not None
    assert low.expected < high.expected


@given(TRAINED, KINDS, GAPS, st.integers(0, 10**7), st.integers(0, 10**7), st.none() | st.integers(2, 1000), SHARES)
def test_more_labelled_examples_never_make_a_trained_method_worse(
    method: str, kind: str, gap: None, one: int, two: int, classes: int | None, noise: float
) -> None:
    few, many = (
        Situation(kind, gap=gap, classes=classes, labelled_examples=count, label_noise=noise, reference=HOSTED)
        for count in sorted((one, two))
    )
    assert quality(method, situation=few).expected <= quality(method, situation=many).expected


@given(TRAINED, KINDS, st.integers(0, 10**6), SHARES, SHARES, st.none() | st.integers(2, 1000), st.booleans())
def test_more_label_noise_never_makes_a_trained_method_better(
    method: str, kind: str, count: int, one: float, two: float, classes: int | None, own: bool
) -> None:
    clean, noisy = (
        Situation(kind, classes=classes, labelled_examples=count, label_noise=noise, labels_in_domain=own)
        for noise in sorted((one, two))
    )
    assert quality(method, situation=noisy).expected <= quality(method, situation=clean).expected


SIZES = st.floats(0.1, 2000)
PLAIN = st.sampled_from([method for method in SINGLE_METHODS if method != "distillation"])
SITUATIONS = st.builds(
    Situation,
    kind=KINDS,
    gap=GAPS,
    classes=st.none() | st.integers(2, 1000),
    labelled_examples=st.none() | st.integers(0, 10**6),
    new_facts=st.sampled_from(("no", "stable", "changing")),
    strict_format=st.booleans(),
    reference=st.just(HOSTED),
)


@given(PLAIN, SITUATIONS, SIZES, SIZES)
def test_a_larger_model_is_never_expected_to_do_worse(method: str, asked: Situation, one: float, two: float) -> None:
    small, large = (Facts(params_b=size, released="2024-06") for size in sorted((one, two)))
    assert quality(method, small, asked).expected <= quality(method, large, asked).expected + 1e-12


@given(PLAIN, SITUATIONS, SIZES, st.integers(2018, 2026), st.integers(2018, 2026))
def test_a_newer_model_of_the_same_size_is_never_expected_to_do_worse(
    method: str, asked: Situation, size: float, one: int, two: int
) -> None:
    old, new = (Facts(params_b=size, released=str(year)) for year in sorted((one, two)))
    assert quality(method, old, asked).expected <= quality(method, new, asked).expected + 1e-12


@given(TRAINED, SITUATIONS, SIZES, st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_clean_labels_never_hurt_a_trained_model_of_any_size(
    method: str, asked: Situation, size: float, one: int, two: int
) -> None:
    few, many = (replace(asked, labelled_examples=count) for count in sorted((one, two)))
    facts = Facts(params_b=size, released="2024-06")
    assert quality(method, facts, few).expected <= quality(method, facts, many).expected + 1e-12


@given(TRAINED, SITUATIONS)
def test_labels_from_elsewhere_are_never_worth_more_than_ones_own(method: str, asked: Situation) -> None:
    own, foreign = (replace(asked, labels_in_domain=domain) for domain in (True, False))
    assert quality(method, situation=foreign).expected <= quality(method, situation=own).expected


def test_labels_from_elsewhere_cost_a_trained_model_some_of_its_quality() -> None:
    foreign = replace(TICKETS, labels_in_domain=False)
    assert quality("lora", situation=foreign).expected < quality("lora").expected - 0.02
    assert quality("zero_shot", situation=foreign) == quality("zero_shot")


def test_prompts_with_examples_spread_more_than_plain_ones_and_these_more_than_training() -> None:
    spreads = [consistency(Contender((method,), SMALL), HELD) for method in ("lora", "zero_shot", "few_shot")]
    assert spreads == sorted(spreads)
    assert spreads[0] < spreads[1] < spreads[2]


def test_the_spread_over_wordings_and_examples_widens_the_interval_of_a_prompt() -> None:
    steady = replace(
        HELD,
        conventions={
            **HELD.conventions,
            **{name: replace(HELD.conventions[name], value=0.0) for name in ("spread_wording", "spread_examples")},
        },
    )
    prompt = Contender(("few_shot",), SMALL)
    wide, narrow = (expected_quality(TICKETS, prompt, held) for held in (HELD, steady))
    assert wide is not None
    assert narrow is not None
    assert wide.low < narrow.low
    assert wide.high > narrow.high
    assert wide.expected == narrow.expected


def test_a_majority_of_answers_is_steadier_and_training_does_not_need_it() -> None:
    asked = Contender(("few_shot",), SMALL)
    assert consistency(asked, HELD, votes=3) == pytest.approx(consistency(asked, HELD) / 3)
    trained = Contender(("lora",), SMALL)
    assert consistency(trained, HELD, votes=3) == consistency(trained, HELD)


PILOT = replace(TICKETS, pilot=SMALL, measured_on=300)


def test_a_pilot_settles_what_is_expected_of_training() -> None:
    poor, good = (replace(PILOT, tuned_score=score) for score in (0.4, 0.9))
    assert quality("lora", situation=good).expected == pytest.approx(0.9, abs=0.03)
    assert quality("lora", situation=poor).expected == pytest.approx(0.4, abs=0.05)
    before, after = quality("lora", situation=PILOT), quality("lora", situation=good)
    assert after.high - after.low < (before.high - before.low) / 3


def test_a_pilot_says_more_of_other_training_than_of_prompting() -> None:
    poor, good = (replace(PILOT, tuned_score=score) for score in (0.4, 0.9))
    moved = {
        method: quality(method, facts, good).expected - quality(method, facts, poor).expected
        for method, facts in (("full", SMALL), ("zero_shot", HOSTED))
    }
    assert moved["full"] > moved["zero_shot"] > 0


def test_a_pilot_on_another_model_leaves_this_ones_training_to_the_evidence() -> None:
    other = Facts(params_b=70, released="2024-04")
    told = quality("lora", other, replace(PILOT, tuned_score=0.9))
    assert told.high - told.low > 0.15


ASKED = st.builds(
    Situation,
    kind=KINDS,
    gap=GAPS,
    reference=st.just(HOSTED),
    zero_shot_score=st.none() | SHARES,
    few_shot_score=st.none() | SHARES,
    tuned_score=st.none() | SHARES,
    pilot=st.none() | st.just(SMALL),
    measured_on=st.integers(1, 10**6),
)
MODELS = st.just(HOSTED) | st.builds(Facts, params_b=st.none() | st.floats(0.01, 5000), closed=st.booleans())


@given(st.sampled_from(SINGLE_METHODS), ASKED, MODELS)
def test_quality_is_a_share_inside_its_interval(method: str, asked: Situation, facts: Facts) -> None:
    contender = Contender((method,), facts)
    found = expected_quality(asked, contender, HELD) or assumed_quality(asked, contender, HELD)
    assert 0 <= found.low <= found.expected <= found.high <= 1
