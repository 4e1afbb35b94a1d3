"""The rating sheet as a browser sends it."""


def sheet(whistle, **points):
    order = whistle.orders.get()
    marks = {"attitude": 8, "handling": 27, "result": 17, "reason": ""} | points
    return {f"{name}_{order.pk}": value for name, value in marks.items()}
