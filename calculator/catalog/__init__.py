"""What we know: open models, GPUs, prices, figures and studies, read once and handed in as one argument."""

from calculator.catalog.reader import read
from calculator.catalog.records import Catalog
from calculator.catalog.strict import DataError

__all__ = ["Catalog", "DataError", "read"]
