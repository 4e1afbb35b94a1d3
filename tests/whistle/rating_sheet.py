"""The rating sheet as a browser sends it."""


def sheet(whistle, solved="yes", note="", **points):
    order = whistle.orders.get()
    marks = {"attitude": 8, "handling": 27, "result": 17, "reason": ""} | points
    return {"solved": solved, "note": note} | {f"{name}_{order.pk}": value for name, value in marks.items()}
