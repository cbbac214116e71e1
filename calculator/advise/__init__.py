"""The only room where methods, costs and quality meet: every option weighed for one task, and ranked."""

from calculator.advise.companions import companions
from calculator.advise.considerations import considerations
from calculator.advise.contest import contestants
from calculator.advise.facts import situation
from calculator.advise.fitting import Fitting, Lever, fitting
from calculator.advise.points import Standing, standings
from calculator.advise.rank import advise, ranked
from calculator.advise.recall import Memory, Recall
from calculator.advise.weigh import least_cost, weigh

__all__ = [
    "Fitting",
    "Lever",
    "Memory",
    "Recall",
    "Standing",
    "advise",
    "companions",
    "considerations",
    "contestants",
    "fitting",
    "least_cost",
    "ranked",
    "situation",
    "standings",
    "weigh",
]
