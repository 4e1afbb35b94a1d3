"""From a number to the list of what it counts: the addresses of the lists, with the same filters."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from grid.casework.measures import Period


@dataclass(frozen=True)
class Links:
    """The lists behind the numbers of one page, all of one period."""

    period: Period

    def incidents(self, figure, **more):
        return self._list("grid:incidents", figure, more)

    def whistles(self, figure, **more):
        return self._list("whistle:whistles", figure, more)

    def orders(self, figure, **more):
        return self._list("whistle:orders", figure, more)

    def supervisions(self, figure, **more):
        return self._list("whistle:supervisions", figure, more)

    def visits(self, **more):
        return self._list("whistle:visits", "made", more)

    def problems(self, **more):
        return self._list("whistle:problems", "made", more)

    def on(self, day):
        """The same lists for one day."""
        return Links(Period(day, day))

    def _list(self, name, figure, more):
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return f"{reverse(name)}?{urlencode({'figure': figure} | days | more)}"
