"""The only room where methods, costs and quality meet: every option weighed for one task, and ranked."""

from calculator.advise.companions import companions
from calculator.advise.points import Standing, standings
from calculator.advise.rank import advise, ranked

__all__ = ["Standing", "advise", "companions", "ranked", "standings"]
