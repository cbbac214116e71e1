"""The question, as asked: every input is one line here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, fields

from calculator.task.field import Field, choice, count, declared, flag, number

TASK_KINDS = {
    "classification": "Sort into classes (routing, intent, sentiment)",
    "extraction": "Pull fields out of text",
    "rewriting": "Change tone or style",
    "generation": "Write new text",
    "summarisation": "Summarise",
    "translation": "Translate",
    "question_answering": "Answer questions from knowledge",
    "reasoning": "Reason in several steps",
    "code": "Write code or queries",
    "tool_use": "Call tools",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A parsed question; units are in the declarations, shares are between 0 and 1, `None` means unknown."""

    task_kind: str = choice(
        "What should the model do?", "classification", TASK_KINDS, group="task", first=True, page="considerations/complexity",
        help="Pick the nearest. Published comparisons differ most by this.")
    task_gap: str | None = choice(
        "How far is it from what the model already does well?", "medium",
        {"small": "Near: ordinary text, a new wording", "medium": "Some way: own labels, own format, own terms",
         "large": "Far: a specialist domain or a rare language"},
        group="task", first=True, may_be_unknown=True, page="when/large-task-difference",
        help="Try ten real inputs by hand. Mostly right: near. Half right: some way. Mostly wrong: far.")
    classes: int | None = count(
        "Number of classes", None, 2, 100_000, group="task", unit="classes", page="considerations/complexity",
        help="For sorting tasks. Many classes let more examples in the prompt pay for longer.")
    needs_new_facts: str = choice(
        "Does it need facts the model has not seen?", "no",
        {"no": "No", "stable": "Yes, and they rarely change", "changing": "Yes, and they change"},
        group="task", page="hybrids/retrieval",
        help="Facts belong in retrieval, behaviour in the weights.")
    output_format_strict: bool = flag(
        "Must the output follow a strict format?", default=False, group="task", page="considerations/complexity",
        help="A schema, a code list, a function call that a program reads.")
    other_abilities_share: float = number(
        "Requests that rely on its other abilities", 0.05, 0, 1, group="task", unit="share", page="when/preserving-capabilities",
        help="Share of requests that need general abilities the training data does not show. Training can cost some of them.")
    labelled_examples: int = count(
        "Labelled examples you have", 300, 0, 1e9, group="data", unit="examples", first=True, page="when/abundant-data",
        help="Inputs with the output you want, checked by someone who knows.")
    label_noise: float = number(
        "Share of labels that are wrong", 0.05, 0, 0.9, group="data", unit="share", page="considerations/data",
        help="Label 50 again, by a second person; count how often they differ.")
    labels_in_domain: bool = flag(
        "Do the examples come from the real inputs?", default=True, group="data", page="considerations/data",
        help="No, if they are synthetic, from another product or another year.")
    label_cost_usd: float = number(
        "Cost of one more label", 1.0, 0, 10_000, group="data", unit="USD", page="considerations/data",
        help="Minutes of the person who can label it, times what the time costs.")
    example_tokens: int = count(
        "Length of one example", 250, 1, 1_000_000, group="data", unit="tokens", page="considerations/data",
        help="Input and output together. A token is about four characters of English.")
    measured_zero_shot: float | None = number(
        "Measured: accepted outputs with your prompt alone", None, 0, 1, group="data", unit="share", page="guides/evaluation-set",
        help="The most valuable number here. Measure it on your evaluation set with the model you would prompt.")
    measured_few_shot: float | None = number(
        "Measured: accepted outputs with examples in the prompt", None, 0, 1, group="data", unit="share", page="guides/evaluation-set",
        help="The same measurement with a handful of examples in the prompt.")
    measured_tuned: float | None = number(
        "Measured: accepted outputs of a trained pilot", None, 0, 1, group="data", unit="share", page="guides/evaluation-set",
        help="The same measurement after a first training run (LoRA) of the model you would train, on the examples you have.")
    measured_on: int = count(
        "Measured on how many examples", 100, 1, 1e7, group="data", unit="examples", page="guides/evaluation-set",
        help="Small sets leave wide intervals: 100 examples give about ±8 points.")
    prompt_model: str = declared(
        "Model you would prompt", "prompt_model", "gpt-5-mini", group="resources", page="reference/models",
        help="A hosted model, or an open one that you host.")
    better_model: str | None = declared(
        "A better model to compare with", "prompt_model", "gpt-5.4", group="resources", may_be_unknown=True, page="reference/models",
        help="The same prompt on a stronger model is always a rival to training.")
    tune_model: str = declared(
        "Model you would train", "tune_model", "qwen3-8b", group="resources", page="reference/models",
        help="Open weights, or a hosted model that its provider still tunes.")
    own_model: str | None = declared(
        "Your own model", "text", None, group="resources", page="reference/models",
        help="Paste its config.json, or write layers=32 hidden_size=4096 attention_heads=32 vocab_size=128256 … Then choose “Your own model” above.")
    gpu: str = declared(
        "Graphics card", "gpu", "l4", group="resources", first=True, page="reference/gpus",
        help="Used only where you train or host a model yourself, and rented by the hour unless you own it. Not sure? Leave it.")
    gpu_count: int = count(
        "Number of cards", 1, 1, 4096, group="resources", unit="cards", page="considerations/resources",
        help="Cards in one training run. Several cards share the model (fully sharded).")
    gpu_owned: bool = flag(
        "Do you own the card?", default=False, group="resources", page="reasoning/money",
        help="An owned card costs power and wear instead of rent.")
    gpu_usd_per_hour: float | None = number(
        "Price of one card-hour", None, 0, 1000, group="resources", unit="USD/hour", page="reference/prices",
        help="Leave unknown to use the median of the dated price list.")
    training_on: str = choice(
        "Where would you train?", "gpu", {"gpu": "On that card", "service": "With a managed service"},
        group="resources", page="reasoning/money", help="Managed services ask a price per million training tokens.")
    serving: str | None = choice(
        "How would an open model be served?", None, {"api": "Hosted, per token", "self_hosted": "On your own cards"},
        group="resources", page="guides/serve", help="Unknown takes the cheaper of the two that is on offer.")
    data_may_leave: bool = flag(
        "May the data leave your house?", default=True, group="resources", page="considerations/resources",
        help="No blocks every hosted model and managed service.")
    commercial_use: bool = flag(
        "Is it for commercial use?", default=True, group="resources", page="reference/models",
        help="Some open licences allow research only; then yes blocks the model. Work inside a firm is commercial.")
    budget_usd: float | None = number(
        "Budget for the first version", None, 0, 1e12, group="resources", unit="USD", page="considerations/resources",
        help="People, labels and computing until it runs.")
    deadline_weeks: float | None = number(
        "Deadline for the first version", None, 0, 1000, group="resources", unit="weeks", page="considerations/resources",
        help="Options that take longer are blocked.")
    engineer_usd_per_hour: float = number(
        "Cost of an engineer's hour", 100.0, 0, 10_000, group="resources", unit="USD/hour", page="considerations/resources",
        help="Salary with overheads, not the wage alone.")
    error_cost_usd: float | None = number(
        "A wrong answer costs", 0.5, 0, 1e9, group="accuracy", unit="USD", first=True, may_be_unknown=True,
        page="when/accuracy-is-paramount",
        help="On average: the work of finding it and putting it right, and what it costs you with the customer.")
    quality_floor: float | None = number(
        "Share of outputs that must be acceptable", None, 0, 1, group="accuracy", unit="share", page="considerations/accuracy",
        help="Below this an option is blocked, however cheap.")
    week_value_usd: float = number(
        "Value of having it one week sooner", 500.0, 0, 1e9, group="accuracy", unit="USD/week", page="when/speed-and-flexibility",
        help="What you lose for each week without it.")
    requests_per_month: float = number(
        "Requests per month", 20_000, 0, 1e12, group="running", unit="requests", first=True, page="reasoning/money",
        help="How often the model would be asked. A rough guess will do: the answer says where it would turn.")
    horizon_months: float = number(
        "How long will it run?", 12, 0.25, 240, group="running", unit="months", page="when/long-term-solution",
        help="Costs are added up over this time.")
    changes_per_year: float = number(
        "How often does the task change?", 4, 0, 1000, group="running", unit="changes/year", page="when/speed-and-flexibility",
        help="New classes, new rules, a new product line: whatever needs a new prompt or a new training run.")
    prompt_tokens: int = count(
        "Length of your prompt", 700, 1, 10_000_000, group="running", unit="tokens", page="considerations/resources",
        help="Instructions and input, without examples.")
    cacheable_share: float = number(
        "Share of the prompt that never changes", 0.6, 0, 1, group="running", unit="share", page="reasoning/money",
        help="The instructions. Providers charge less for a repeated beginning; training can make most of it unnecessary.")
    output_tokens: int = count(
        "Length of the answer", 50, 1, 1_000_000, group="running", unit="tokens", page="considerations/resources",
        help="What the reader sees; reasoning tokens come on top.")
    reasoning_multiplier: float = number(
        "Reasoning tokens, as a multiple of the answer", 1.0, 1, 1000, group="running", unit="×", page="hybrids/neighbours",
        help="1 is no reasoning. A reasoning model may write 10 or 20 times the answer before it answers.")
    votes: int = count(
        "Answers per request, of which the majority counts", 1, 1, 99, group="running", unit="answers", page="trade-offs/prompting",
        help="A prompted model asked three times, in three wordings, is steadier, and each answer is paid for.")
    peak_concurrency: int = count(
        "Requests at the same time, at peak", 4, 1, 1_000_000, group="running", unit="requests", page="guides/serve",
        help="Decides memory for the cache and the number of cards when you host.")
    can_wait: bool = flag(
        "Can the answers wait a day?", default=False, group="running", page="reasoning/money",
        help="Then providers sell them in batches at a discount.")
    tasks_on_host: int = count(
        "Tasks that share one hosted model", 1, 1, 10_000, group="running", unit="tasks", page="guides/serve",
        help="Prompts and small adapters of several tasks can share one base model on your cards. Fully trained copies cannot.")
    latency_p95_s: float | None = number(
        "Slowest acceptable answer", None, 0.01, 86_400, group="running", unit="seconds", page="guides/serve",
        help="95 of 100 answers must be faster.")
    rank: int = count(
        "LoRA rank", 16, 1, 65_536, group="training", unit="", page="approaches/lora",
        help="Width of the low-rank update. More rank, more capacity and memory.")
    epochs: float = number(
        "Passes over the examples", 3, 0.1, 1000, group="training", unit="epochs", page="guides/training-curves",
        help="More passes fit the examples better, and then too well.")
    sequence_length: int | None = count(
        "Training sequence length", None, 16, 10_000_000, group="training", unit="tokens", page="reasoning/memory",
        help="Unknown takes the length of your examples, rounded up.")
    micro_batch: int | None = count(
        "Examples on one card at a time", None, 1, 65_536, group="training", unit="examples", page="reasoning/memory",
        help="The micro-batch. Unknown takes the largest of 8, 4, 2 and 1 that fits the card.")
    gradient_checkpointing: bool = flag(
        "Gradient checkpointing", default=True, group="training", page="reasoning/memory",
        help="Recomputes activations: much less memory, about a third more time.")
    chunked_cross_entropy: bool = flag(
        "Chunked or fused loss", default=False, group="training", page="reasoning/memory",
        help="Avoids several copies of the logits; matters with large vocabularies.")
    optimizer: str = choice(
        "Optimizer", "adamw", {"adamw": "AdamW", "adamw_8bit": "AdamW, 8-bit states", "paged_adamw8bit": "AdamW, 8-bit, paged", "sgd": "SGD"},
        group="training", page="reasoning/memory", help="AdamW keeps two numbers per trained weight.")
    training_stack: str = choice(
        "Training software", "stock",
        {"stock": "Stock (Hugging Face, as installed)", "tuned": "Tuned (compiled, fused kernels, packed)",
         "vendor_best": "The vendor's own, at its best"},
        group="training", page="reasoning/time",
        help="Decides the share of the card's rate that training reaches. Tuned software also needs less memory.")
    search_runs: int = count(
        "Training runs until one is good", 4, 1, 10_000, group="training", unit="runs", page="guides/first-lora",
        help="Learning rates and seeds that you will try.")


DECLARED: tuple[Field, ...] = tuple(Field(name=each.name, **each.metadata["field"]) for each in fields(Task))
FIELDS: dict[str, Field] = {each.name: each for each in DECLARED}
