"""The addresses of this floor: plural noun, id, verb."""

from django.urls import path

from whistle.views import order_list, orders, supervisions, typical, whistles

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
    path("orders/<int:pk>/", orders.order, name="order"),
    *verbs("orders", *orders.VERBS),
    path("supervisions/", supervisions.index, name="supervisions"),
    path("supervisions/<int:pk>/", supervisions.supervision, name="supervision"),
    *verbs("supervisions", supervisions.reply, supervisions.verify, supervisions.escalate, prefix="supervision_"),
    *verbs("supervisions", supervisions.propose, prefix="supervision_"),
]
