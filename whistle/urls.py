"""The addresses of this floor: plural noun, id, verb."""

from django.urls import path

from whistle.views import (
    accountabilities,
    calendar,
    leaders,
    order_list,
    orders,
    papers,
    points,
    slips,
    supervisions,
    typical,
    visits,
    whistles,
)

app_name = "whistle"


def verbs(noun, *views, prefix=""):
    """An address for each verb of a kind of case; the word is the same everywhere."""
    return [path(f"{noun}/<int:pk>/{view.verb}/", view, name=prefix + view.verb) for view in views]


urlpatterns = [
    path("whistles/", whistles.index, name="whistles"),
    path("whistles/draft/", whistles.draft, name="draft"),
    path("whistles/<int:pk>/", whistles.whistle, name="whistle"),
    *verbs("whistles", *whistles.VERBS),
    path("typical/", typical.index, name="typical"),
    path("orders/", order_list.index, name="orders"),
    path("orders/sign/", order_list.sign_several, name="sign_several"),
    path("orders/calendar/", calendar.calendar, name="calendar"),
    path("orders/calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("orders/calendar/subscription/", calendar.subscription, name="subscription"),
    path("calendars/<str:token>.ics", calendar.feed, name="feed"),
    path("orders/<int:pk>/print/", papers.order_paper, name="order_paper"),
    path("orders/<int:pk>/code.svg", papers.order_code, name="order_code"),
    path("whistles/<int:pk>/print/", papers.whistle_paper, name="whistle_paper"),
    path("whistles/<int:pk>/code.svg", papers.whistle_code, name="whistle_code"),
    path("leaders/", leaders.index, name="leaders"),
    path("leaders/assign/", leaders.assign, name="put_in_charge"),
    path("leaders/<int:pk>/", leaders.leader, name="leader"),
    path("leaders/charges/<int:pk>/end/", leaders.end, name="end_charge"),
    path("visits/", visits.index, name="visits"),
    path("visits/problems/", visits.problems, name="problems"),
    path("visits/record/", visits.record, name="record_visit"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("orders/<int:pk>/", orders.order, name="order"),
    *verbs("orders", *orders.VERBS),
    path("supervisions/", supervisions.index, name="supervisions"),
    path("supervisions/found/", slips.found, name="found"),
    path("supervisions/ledger/", slips.ledger, name="supervision_ledger"),
    path("supervisions/<int:pk>/", supervisions.supervision, name="supervision"),
    path("supervisions/<int:pk>/print/", slips.sheet, name="supervision_sheet"),
    *verbs(
        "supervisions",
        supervisions.notify,
        supervisions.add_item,
        supervisions.finish_item,
        supervisions.strike_item,
        supervisions.reply,
        supervisions.request_extension,
        supervisions.approve_extension,
        supervisions.refuse_extension,
        supervisions.verify,
        supervisions.escalate,
        supervisions.propose,
        supervisions.withdraw,
        prefix="supervision_",
    ),
    path("whistles/<int:pk>/propose_accountability/", accountabilities.propose_for, name="propose_for"),
    path("accountabilities/", accountabilities.index, name="accountabilities"),
    path("accountabilities/looks/", accountabilities.looks, name="looks"),
    path("accountabilities/<int:pk>/", accountabilities.accountability, name="accountability"),
    path("accountabilities/<int:pk>/look/", accountabilities.look, name="look"),
    *verbs(
        "accountabilities",
        accountabilities.accept,
        accountabilities.investigate,
        accountabilities.record,
        accountabilities.decide,
        accountabilities.close,
        accountabilities.reject,
        accountabilities.tolerate,
        prefix="accountability_",
    ),
    path("points/", points.index, name="points"),
    path("points/give/", points.give, name="give_points"),
    path("points/rates/", points.rates, name="point_rates"),
    path("points/<int:pk>/take_back/", points.take_back, name="take_back_points"),
]
