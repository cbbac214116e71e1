"""The one place where quantities are converted and printed.

Base units inside the house: bytes, seconds, US dollars, tokens, FLOP.
24 GiB is 25.8 GB: the 7.4% between them decides whether a run fits.
"""

from __future__ import annotations

from math import exp, floor, isfinite, log10

GIB = 1024**3
GB = 10**9
SECONDS_PER_HOUR = 3600.0
HOURS_PER_MONTH = 730.0
WEEKS_PER_MONTH = 365.25 / 7 / 12
MONTHS_PER_YEAR = 12
TOKENS_PER_PRICE = 1_000_000
TERA = 1e12
THOUSAND = 1000


def gib(size_gib: float) -> float:
    """Bytes in a size given in GiB."""
    return size_gib * GIB


def in_gib(size_bytes: float) -> float:
    """GiB in a size given in bytes."""
    return size_bytes / GIB


def rounded(value: float, digits: int = 6) -> float:
    """The value rounded to significant digits, the same in every Python."""
    return float(f"{value:.{digits}g}") if isfinite(value) else value


def expit(log_odds: float) -> float:
    """The share whose log-odds are given."""
    return 1 / (1 + exp(-log_odds)) if log_odds > 0 else exp(log_odds) / (1 + exp(log_odds))


def number(value: float, digits: int = 3) -> str:
    """A number for people: significant digits, thousands separated, no trailing zeros."""
    text = f"{value:.{digits}g}"
    if "e" not in text and -THOUSAND < value < THOUSAND:
        return text
    places = max(digits - 1 - floor(log10(abs(value))), 0)
    text = f"{float(text):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def usd(value: float) -> str:
    """US dollars for people: cents below ten dollars, otherwise three significant digits."""
    sign = "−" if value < 0 else ""
    size = abs(value)
    if size < 10:
        return f"{sign}${size:,.2f}".removesuffix(".00")
    if size >= 1e6:
        return f"{sign}${number(size / 1e6)} million"
    return f"{sign}${rounded(size, 3):,.0f}"


def gib_text(size_bytes: float) -> str:
    """A size in bytes, printed in GiB."""
    return f"{number(in_gib(size_bytes))} GiB"


def percent(share: float) -> str:
    """A share between 0 and 1, printed in percent; never rounded to certainty."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def hours_text(hours: float) -> str:
    """A duration for people: minutes below two hours, days above three days."""
    if hours < 2:
        return f"{number(60 * hours, 2)} minutes"
    if hours > 72:
        return f"{number(hours / 24, 2)} days"
    return f"{number(hours, 2)} hours"


def weeks_text(weeks: float) -> str:
    """A span of time for people: days below two weeks."""
    if weeks < 2:
        days = number(7 * weeks, 2)
        return f"{days} day" if days == "1" else f"{days} days"
    return f"{number(weeks, 2)} weeks"


def span(low: str, high: str) -> str:
    """A range for people: two printed bounds joined by an en dash, once where they are alike."""
    return low if low == high else f"{low} – {high}"
