"""Charts as SVG: the same marks on the page, in the guide and in the book."""

from calculator.show.charts.bars import BarRow, BarStyle, Limit, bar_chart
from calculator.show.charts.colours import COST_TONES, MEMORY_TONES
from calculator.show.charts.intervals import IntervalRow, interval_chart
from calculator.show.charts.lines import Axis, Crossing, Line, line_chart
from calculator.show.charts.strip import Share, share_strip

__all__ = [
    "COST_TONES",
    "MEMORY_TONES",
    "Axis",
    "BarRow",
    "BarStyle",
    "Crossing",
    "IntervalRow",
    "Limit",
    "Line",
    "Share",
    "bar_chart",
    "interval_chart",
    "line_chart",
    "share_strip",
]
