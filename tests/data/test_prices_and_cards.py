"""What the data must hold to be believed: enough of it, and prices that agree with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from calculator import data
from calculator.catalog import Catalog, shipped
from calculator.catalog.prices import ApiPrice, GpuPrice


@cache
def known() -> Catalog:
    return shipped()


def test_there_is_enough_to_choose_from() -> None:
    assert len(known().models) >= 60
    assert len(known().gpus) >= 12
    assert sum(price.promptable for price in known().api.values()) >= 30
    assert sum(price.tunable for price in known().api.values()) >= 3


def test_no_cached_token_is_dearer_than_a_fresh_one() -> None:
    assert not {
        key
        for key, price in known().api.items()
        if price.cached_input is not None and price.input is not None and price.cached_input > price.input
    }


def test_no_answer_is_cheaper_to_write_than_its_question_is_to_read() -> None:
    assert not {
        key
        for key, price in known().api.items()
        if price.input is not None and price.output is not None and price.output < price.input
    }


def test_a_tuned_model_is_never_cheaper_to_ask_than_its_base() -> None:
    assert not {
        key
        for key, price in known().api.items()
        if price.fine_tuned_input is not None and price.input is not None and price.fine_tuned_input < price.input
    }


def test_full_fine_tuning_is_never_cheaper_than_lora_at_the_same_service() -> None:
    assert not {
        key for key, size in known().training.items() if size.full_usd is not None and size.full_usd < size.lora_usd
    }


def test_the_size_classes_of_a_service_leave_no_model_between_two_prices() -> None:
    classes = defaultdict(list)
    for size in known().training.values():
        classes[size.provider].append((size.low_params, size.high_params))
    for ranges in classes.values():
        ordered = sorted(ranges)
        assert ordered[0][0] == 0
        assert all(low == high for (_, high), (low, _) in pairwise(ordered))


def test_a_spot_card_is_cheaper_than_the_same_card_on_demand() -> None:
    on_demand = {(offer.gpu, offer.provider): offer.usd_per_hour for offer in offers() if offer.offer == "on_demand"}
    spot = [offer for offer in offers() if offer.offer == "spot"]
    assert spot
    assert all(offer.usd_per_hour < on_demand[offer.gpu, offer.provider] for offer in spot)


@pytest.mark.parametrize("gpu", ["t4", "l4", "a10g", "l40s", "a100-40gb", "a100-80gb", "h100", "h200", "b200"])
def test_every_card_that_clouds_rent_has_a_current_price(gpu: str) -> None:
    assert any(offer.gpu == gpu for offer in offers())


def test_a_card_that_is_owned_has_a_power_to_pay_for() -> None:
    assert all(known().gpus[key].board_watts for key in ("rtx-3090", "rtx-4090", "rtx-5090", "a6000"))


def test_no_rate_of_a_card_is_the_sparse_one() -> None:
    """The sparse rate is twice the dense one: an H100 cannot do 1,979 dense TFLOPS, nor an RTX 4090 330."""
    dense = {"h100": 989, "h200": 989, "a100-80gb": 312, "rtx-4090": 165.2, "rtx-3090": 71, "l40s": 362.05, "l4": 121}
    assert {key: known().gpus[key].bf16_dense_tflops for key in dense} == dense


def test_a_followed_price_is_not_newer_than_the_one_that_follows_it() -> None:
    current = {(price.provider, price.model): price for price in prices() if price.status == "current"}
    followed = [price for price in prices() if price.status != "current" and (price.provider, price.model) in current]
    assert followed
    assert all(price.date <= current[price.provider, price.model].date for price in followed)


def test_every_current_chat_model_says_when_it_was_released() -> None:
    unknown = {key for key, price in known().api.items() if price.promptable and price.released is None}
    assert unknown <= {"mistral-large-4"}


def test_a_file_that_is_no_toml_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "money.toml").write_text("[wait]\nlow = \n", encoding="utf-8")
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"figures/money\.toml: .*line 2"):
        data.tables()


def prices() -> Iterator[ApiPrice]:
    return iter(known().api.values())


def offers() -> Iterator[GpuPrice]:
    return (offer for offer in known().gpu_hours.values() if offer.status == "current")
