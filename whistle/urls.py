"""The addresses of this floor: plural noun, id, verb."""

from django.urls import path

from whistle.views import (
    assessing,
    assessment,
    assessment_file,
    calendar,
    leaders,
    order_list,
    orders,
    papers,
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
    path("supervisions/<int:pk>/", supervisions.supervision, name="supervision"),
    *verbs("supervisions", supervisions.reply, supervisions.verify, supervisions.escalate, prefix="supervision_"),
    *verbs("supervisions", supervisions.propose, prefix="supervision_"),
    path("assessment/", assessment.index, name="assessments"),
    path("assessment/vote/", assessing.vote, name="vote"),
    path("assessment/<int:year>/", assessment.year, name="assessment"),
    path("assessment/<int:year>/scheme/", assessing.scheme, name="scheme"),
    path("assessment/<int:year>/scores/", assessing.other_scores, name="other_scores"),
    path("assessment/<int:year>/streets/", assessment.streets, name="assessment_streets"),
    path("assessment/<int:year>/table.<slug:kind>", assessment_file.table, name="assessment_file"),
    path("assessment/<int:year>/departments/<slug:code>/", assessment.department, name="assessment_department"),
    path("assessment/<int:year>/departments/<slug:code>/ratings/", assessment.ratings, name="assessment_ratings"),
    path("assessment/<int:year>/departments/<slug:code>/appeal/", assessing.appeal, name="appeal"),
    path("assessments/<int:pk>/", assessment.case, name="assessment_case"),
    *verbs("assessments", assessing.publish, assessing.freeze, prefix="assessment_"),
    path("appeals/<int:pk>/", assessing.appeal_page, name="appeal_page"),
    *verbs("appeals", assessing.uphold, assessing.refuse, prefix="appeal_"),
]
