"""The registry: every method, one line each, in the order in which the guide tells them."""

from calculator.method import Method, distilled, together
from calculator.methods import (
    adapter,
    dora,
    few_shot,
    full,
    ia3,
    lora,
    p_tuning,
    prefix,
    prompt_optimisation,
    prompted_fine_tuning,
    qlora,
    soft_prompt,
    zero_shot,
)

PROMPT_THEN_TUNE = together(
    prompt_optimisation.METHOD,
    prompted_fine_tuning.METHOD,
    name="Prompt, then tune",
    says="Search for the best prompt first, then train LoRA with that prompt inside the data.",
    id="prompt_optimisation+lora",
)
DISTILLATION = distilled(
    lora.METHOD,
    few_shot.METHOD,
    name="Distillation into LoRA",
    says="Let a strong prompted model label your inputs, then train a small one on its answers.",
)

METHODS: dict[str, Method] = {
    method.id: method
    for method in (
        zero_shot.METHOD,
        few_shot.METHOD,
        prompt_optimisation.METHOD,
        soft_prompt.METHOD,
        prefix.METHOD,
        p_tuning.METHOD,
        ia3.METHOD,
        adapter.METHOD,
        lora.METHOD,
        dora.METHOD,
        qlora.METHOD,
        full.METHOD,
        prompted_fine_tuning.METHOD,
        PROMPT_THEN_TUNE,
        DISTILLATION,
    )
}
