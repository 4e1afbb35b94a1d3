"""What happens to the orders of one whistle together: they end with it."""

from grid.casework.case import verb


class Together:
    """The ends that the whistle gives its orders."""

    @classmethod
    def end_all(cls, orders, verb, at, verdict):
        """End these orders by `withdraw` or `follow_on`; `verdict` of their clocks (None: what is true)."""
        for order in orders.order_by("pk"):
            getattr(order, verb)(at=at, verdict=verdict)

    @verb
    def withdraw(self, *, at, verdict):
        """The whistle was withdrawn."""
        step = self.move("withdraw", at=at)
        self.stop_clocks(step=step, verdict=verdict)
        self.release(step)

    @verb
    def follow_on(self, *, at, verdict):
        """The whistle is blown again; what was late of this order stays late."""
        self.stop_clocks(step=self.move("follow_on", at=at), verdict=verdict)
