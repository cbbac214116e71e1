"""The only room where methods, costs and quality meet: every option weighed for one task, and ranked."""

from calculator.advise.companions import companions
from calculator.advise.fitting import Fitting, Lever, fitting
from calculator.advise.points import Standing, standings
from calculator.advise.rank import advise, ranked

__all__ = ["Fitting", "Lever", "Standing", "advise", "companions", "fitting", "ranked", "standings"]
