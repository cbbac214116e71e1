"""How each kind of method changes the prompt of one request."""

from __future__ import annotations

from dataclasses import replace

from calculator.method.kind import Case, Prompt


def plain_prompt(case: Case) -> Prompt:
    """The user's prompt as it is: instructions and input, and the reasoning the model writes before its answer.

    Where answers are asked for several times and the majority counts, all of it as often.
    """
    return _asked(_once(case), case)


def prompt_with_examples(case: Case) -> Prompt:
    """The prompt with worked examples before the input; they are the same at every request.

    fixed = (instructions + shots × example length) × answers asked for
    """
    return _asked(_once_with_examples(case), case)


def optimised_prompt(case: Case) -> Prompt:
    """The prompt an optimiser writes: longer instructions and a few chosen examples  [figure: optimised_prompt_growth]."""
    shown = _once_with_examples(case)
    longer = case.task.prompt_tokens * case.task.cacheable_share * (case.value("optimised_prompt_growth") - 1)
    return _asked(replace(shown, fixed_tokens=shown.fixed_tokens + longer), case)


def prompt_after_training(case: Case) -> Prompt:
    """The prompt a trained model needs: the input and what is left of the instructions, no reasoning.

    fixed = instructions × share kept  [figure: instructions_kept_after_training]
    """
    task = case.task
    instructions = task.prompt_tokens * task.cacheable_share
    kept = instructions * case.value("instructions_kept_after_training")
    return Prompt(kept, task.prompt_tokens - instructions, task.output_tokens)


def whole_prompt_after_training(case: Case) -> Prompt:
    """The prompt kept inside the training data and at serving: instructions and input, no reasoning."""
    plain = _once(case)
    return Prompt(plain.fixed_tokens, plain.fresh_tokens, case.task.output_tokens)


def shots_that_fit(case: Case) -> int:
    """Examples shown in the prompt: the usual number, no more than there are and no more than the context holds."""
    task = case.task
    usual = int(case.value("shots"))
    context = case.target.context_length
    if context is None:
        return min(usual, task.labelled_examples)
    room = context - task.prompt_tokens - task.output_tokens * task.reasoning_multiplier
    return max(min(usual, task.labelled_examples, int(room // task.example_tokens)), 0)


def _once(case: Case) -> Prompt:
    task = case.task
    fixed = task.prompt_tokens * task.cacheable_share
    return Prompt(fixed, task.prompt_tokens - fixed, task.output_tokens * task.reasoning_multiplier)


def _once_with_examples(case: Case) -> Prompt:
    plain, shots = _once(case), shots_that_fit(case)
    return replace(plain, fixed_tokens=plain.fixed_tokens + shots * case.task.example_tokens, shots=shots)


def _asked(prompt: Prompt, case: Case) -> Prompt:
    """The prompt of one request when its answer is asked for several times."""
    times = case.task.votes
    return replace(
        prompt,
        fixed_tokens=prompt.fixed_tokens * times,
        fresh_tokens=prompt.fresh_tokens * times,
        output_tokens=prompt.output_tokens * times,
    )
