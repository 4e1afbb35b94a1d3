"""The filters and tabs of the lists; choices reach no further than the person's sight."""

from .cases import SupervisionFilter, TabbedFilter, WhistleFilter
from .orders import OrderFilter
from .visits import ProblemFilter, VisitFilter

__all__ = ["OrderFilter", "ProblemFilter", "SupervisionFilter", "TabbedFilter", "VisitFilter", "WhistleFilter"]
