"""关联: the same matter reported again is merged into the first, which counts how often it was reported."""

from grid.casework.case import verb


class Merging:
    """Merging one incident into another."""

    @verb
    def merge(self, *, by, into, note="", at=None, version=None):
        """Merge this report into `into`, whose counter rises; its own limits are no longer asked for."""
        step = self.move("merge", by=by, note=note, at=at, version=version, merged_into=into)
        self.stop_clocks(step=step, verdict="void")
