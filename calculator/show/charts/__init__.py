"""Charts as SVG: the same marks on the page, in the guide and in the book."""

from calculator.show.charts.bars import BarRow, BarStyle, Limit, bar_chart
from calculator.show.charts.colours import COST_TONES, MEMORY_TONES
from calculator.show.charts.intervals import IntervalRow, interval_chart
from calculator.show.charts.lines import Axis, Crossing, Line, line_chart
from calculator.show.charts.scatter import Point, scatter_chart
from calculator.show.charts.strip import Share, share_strip
from calculator.show.charts.tornado import TornadoRow, tornado_chart

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
    "Point",
    "Share",
    "TornadoRow",
    "bar_chart",
    "interval_chart",
    "line_chart",
    "scatter_chart",
    "share_strip",
    "tornado_chart",
]
