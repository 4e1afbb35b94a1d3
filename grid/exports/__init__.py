"""Lists as files: which lists there are, how rows become cells, and who writes them when."""

from .ledger import (
    LEDGERS,
    Column,
    Ledger,
    Names,
    choice,
    ledger,
    moment,
    moment_of,
    named,
    number,
    query_of,
    text,
    verdict,
    yes_or_no,
)
from .writing import run_next, write

__all__ = [
    "LEDGERS", "Column", "Ledger", "Names", "choice", "ledger", "moment", "moment_of", "named", "number", "query_of",
    "run_next", "text", "verdict", "write", "yes_or_no",
]  # fmt: skip
