"""The order of one department under a whistle (应哨单): sign, contact, report in, reply (`domain.md` 4.2)."""

from .flow import Attendance, OrderStatus
from .model import Order, OrderAlarm, OrderClock, OrderStep

__all__ = ["Attendance", "Order", "OrderAlarm", "OrderClock", "OrderStatus", "OrderStep"]
