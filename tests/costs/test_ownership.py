"""Cost of ownership: each part does what its formula says."""

from __future__ import annotations

import pytest

from calculator.costs.hosting import replicas, smallest_host
from calculator.door import Knowledge, answer
from calculator.terms import Option
from calculator.units import usd


def option(known: Knowledge, option_id: str, **query: str) -> Option:
    reply = answer(query, known, "point")
    assert reply.problems == ()
    return next(each for each in reply.options if each.id == option_id)


def test_errors_are_requests_times_share_times_cost(known: Knowledge) -> None:
    asked = {"requests_per_month": "1000", "horizon_months": "10", "error_cost_usd": "2"}
    found = option(known, "zero_shot@gpt-5-mini", **asked)

    assert found.cost.part("errors") == pytest.approx(1000 * 10 * 2 * (1 - found.assumed_quality.expected))


def test_free_errors_leave_the_cost_without_errors(known: Knowledge) -> None:
    found = option(known, "lora@qwen3-8b", error_cost_usd="0")

    assert found.cost.total == pytest.approx(found.without_errors_usd)


def test_an_unknown_cost_of_an_error_is_not_nothing(known: Knowledge) -> None:
    assert option(known, "zero_shot@gpt-5-mini", error_cost_usd="unknown").cost.part("errors") > 0


def test_prompting_pays_nothing_for_training_and_forgets_nothing(known: Knowledge) -> None:
    found = option(known, "few_shot@gpt-5-mini")

    assert found.cost.part("training runs") == 0
    assert found.cost.part("regressions") == 0


def test_an_owned_card_costs_less_than_a_rented_one(known: Knowledge) -> None:
    owned, rented = (
        option(known, "full@llama-3.2-1b", tune_model="llama-3.2-1b", gpu_owned=word, gpu="h100")
        for word in ("yes", "no")
    )

    assert owned.cost.part("training runs") < rented.cost.part("training runs")


def test_the_users_own_price_of_a_card_hour_is_used(known: Knowledge) -> None:
    cheap, dear = (option(known, "lora@qwen3-8b", gpu_usd_per_hour=price) for price in ("1", "10"))

    assert dear.cost.part("training runs") == pytest.approx(10 * cheap.cost.part("training runs"))


def test_more_training_runs_cost_more(known: Knowledge) -> None:
    one, four = (option(known, "lora@qwen3-8b", search_runs=runs) for runs in ("1", "4"))

    assert four.cost.part("training runs") == pytest.approx(4 * one.cost.part("training runs"))


def test_caching_makes_a_long_fixed_prompt_cheaper(known: Knowledge) -> None:
    asked = {"prompt_tokens": "10000", "error_cost_usd": "0"}
    fixed, fresh = (option(known, "zero_shot@gpt-5-mini", cacheable_share=share, **asked) for share in ("0.9", "0"))

    assert fixed.cost.part("serving") < fresh.cost.part("serving")


def test_a_short_prompt_is_not_cached(known: Knowledge) -> None:
    fixed, fresh = (
        option(known, "zero_shot@gpt-5-mini", prompt_tokens="500", cacheable_share=share) for share in ("0.9", "0")
    )

    assert fixed.cost.part("serving") == pytest.approx(fresh.cost.part("serving"))


def test_reasoning_tokens_are_paid_for(known: Knowledge) -> None:
    plain, thinking = (option(known, "zero_shot@gpt-5-mini", reasoning_multiplier=times) for times in ("1", "20"))

    assert thinking.cost.part("serving") > plain.cost.part("serving")


def test_hosting_is_paid_for_every_hour_however_few_the_requests(known: Knowledge) -> None:
    few, some = (option(known, "ia3@qwen3-8b", requests_per_month=number) for number in ("1", "1000"))

    assert few.cost.part("serving") == pytest.approx(some.cost.part("serving"))


def test_a_crowd_needs_more_cards_than_one_reader(known: Knowledge) -> None:
    asked = {"serving": "self_hosted", "prompt_tokens": "8000"}
    one, crowd = (option(known, "zero_shot@qwen3-8b", peak_concurrency=number, **asked) for number in ("1", "500"))

    assert crowd.gpu_count > one.gpu_count


def test_a_change_of_task_costs_a_trained_method_more_than_a_prompted_one(known: Knowledge) -> None:
    def per_change(option_id: str) -> float:
        often, never = (option(known, option_id, changes_per_year=number).cost.part("upkeep") for number in ("12", "0"))
        return often - never

    assert per_change("lora@qwen3-8b") > per_change("few_shot@gpt-5-mini") > 0


def test_a_managed_service_asks_at_least_its_smallest_bill(known: Knowledge) -> None:
    found = option(known, "lora@qwen3-8b", training_on="service", labelled_examples="10", search_runs="1")
    least = min(each.minimum_usd for each in known.catalog.training.values())

    assert found.cost.part("training runs") >= least


def test_a_managed_service_trains_no_soft_prompts(known: Knowledge) -> None:
    found = option(known, "soft_prompt@qwen3-8b", training_on="service")

    assert not found.feasible
    assert any("managed service" in reason.text for reason in found.reasons if reason.kind == "blocks")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"budget_usd": "100"}, "budget"),
        ({"deadline_weeks": "0.1"}, "deadline"),
        ({"quality_floor": "0.999"}, "you ask for"),
        ({"data_may_leave": "no"}, "may not leave"),
        ({"latency_p95_s": "0.01", "prompt_model": "qwen3-32b", "gpu": "h100"}, "you allow"),
    ],
)
def test_every_limit_blocks_and_says_so(known: Knowledge, query: dict[str, str], says: str) -> None:
    blocked = [each for each in answer(query, known, "point").options if not each.feasible]

    assert any(says in reason.text for each in blocked for reason in each.reasons if reason.kind == "blocks")


def test_the_bounds_of_a_total_lie_around_it(known: Knowledge) -> None:
    for each in answer({}, known, "point").options:
        assert each.cost_usd.low <= each.cost.total <= each.cost_usd.high, usd(each.cost.total)


def test_answers_that_can_wait_are_cheaper(known: Knowledge) -> None:
    now, later = (option(known, "zero_shot@gpt-5-mini", can_wait=word) for word in ("no", "yes"))

    assert later.cost.part("serving") < now.cost.part("serving")


def test_adapters_share_a_host_and_full_copies_do_not(known: Knowledge) -> None:
    asked = {"gpu": "h100", "serving": "self_hosted"}

    def serving_usd(option_id: str, tasks: str) -> float:
        return option(known, option_id, tasks_on_host=tasks, **asked).cost.part("serving")

    assert serving_usd("lora@qwen3-8b", "4") == pytest.approx(serving_usd("lora@qwen3-8b", "1") / 4)
    assert serving_usd("full@qwen3-8b", "4") == pytest.approx(serving_usd("full@qwen3-8b", "1"))


def test_labels_beyond_the_flat_of_the_curve_are_not_renewed(known: Knowledge) -> None:
    many, more = (option(known, "lora@qwen3-8b", labelled_examples=number) for number in ("10000", "1000000"))

    assert more.cost.part("labels again") == pytest.approx(many.cost.part("labels again"))


def test_a_prompt_search_costs_the_same_however_few_the_requests(known: Knowledge) -> None:
    none, many = (
        option(known, "prompt_optimisation@qwen3-8b", serving="self_hosted", requests_per_month=number)
        for number in ("0", "1000000")
    )

    assert none.cost.part("prompt search") == pytest.approx(many.cost.part("prompt search"))
    assert none.cost.part("prompt search") < 100


@pytest.mark.parametrize(
    "asked",
    [
        {"tasks_on_host": "10000"},
        {"engineer_usd_per_hour": "0", "gpu_owned": "yes", "requests_per_month": "1000000", "week_value_usd": "100000"},
        {"requests_per_month": "1000000000"},
    ],
)
def test_left_open_the_cheaper_way_to_serve_is_taken(known: Knowledge, asked: dict[str, str]) -> None:
    left_open, *ways = (
        option(known, "lora@qwen3-8b", **asked, serving=way).cost.total for way in ("unknown", "api", "self_hosted")
    )

    assert left_open == pytest.approx(min(ways))


def test_a_host_that_answers_too_slowly_gives_way_to_a_provider(known: Knowledge) -> None:
    asked = {"gpu_usd_per_hour": "0", "engineer_usd_per_hour": "0", "week_value_usd": "0"}

    assert option(known, "lora@qwen3-8b", **asked).cost.part("serving") == 0
    hurried = option(known, "lora@qwen3-8b", **asked, latency_p95_s="0.05")
    assert hurried.feasible
    assert hurried.cost.part("serving") > 0


def test_a_teacher_that_no_card_holds_and_nobody_may_serve_blocks_its_student(known: Knowledge) -> None:
    found = option(known, "distillation@qwen3-8b", prompt_model="deepseek-v3", data_may_leave="no")

    assert not found.feasible
    assert any("nowhere to run" in reason.text for reason in found.reasons if reason.kind == "blocks")


@pytest.mark.parametrize("requests", ["20000", "3000000", "30000000"])
def test_a_higher_peak_never_makes_a_host_cheaper(known: Knowledge, requests: str) -> None:
    asked = {"serving": "self_hosted", "requests_per_month": requests}
    dollars = [
        option(known, "few_shot@qwen3-8b", **asked, peak_concurrency=peak).cost.part("serving")
        for peak in ("1", "4", "20", "100", "500", "2500")
    ]

    assert dollars == sorted(dollars)


def test_two_large_replicas_are_taken_where_they_replace_many_small_ones(known: Knowledge) -> None:
    catalog, asked = known.catalog, {"input_tokens": 6000.0, "output_tokens": 200.0}
    sizes = replicas(catalog, "qwen3-8b", "l4", **asked)
    found = smallest_host(catalog, "qwen3-8b", "l4", **asked, peak=400, per_hour=100.0)

    assert found is not None
    assert found.cards > sizes[0].cards
    assert found.all_cards < sizes[0].cards * sizes[0].needed(400, 100.0)


def test_a_blocked_option_never_shows_free_serving(known: Knowledge) -> None:
    for query in ({"tune_model": "llama-3.1-405b"}, {"data_may_leave": "no"}, {"serving": "self_hosted"}):
        for each in answer(query, known, "point").options:
            assert each.cost.part("computing") > 0, (query, each.id)


def test_a_closed_model_says_that_it_cannot_be_hosted(known: Knowledge) -> None:
    said = option(known, "zero_shot@gpt-5-mini", serving="self_hosted").reasons

    assert any(reason.kind == "warns" and "its provider" in reason.text for reason in said)


def test_an_open_model_without_room_is_not_sent_to_a_provider_unasked(known: Knowledge) -> None:
    found = option(known, "zero_shot@llama-3.1-405b", tune_model="llama-3.1-405b", serving="self_hosted")

    assert not found.feasible


def test_a_model_does_not_distil_itself(known: Knowledge) -> None:
    found = option(known, "distillation@qwen3-8b", prompt_model="qwen3-8b")

    assert not found.feasible
    assert any("nothing to distil" in reason.text for reason in found.reasons)
