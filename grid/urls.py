"""The addresses of this floor: plural noun, id, verb."""

from django.urls import path

from grid.views import incidents, photos, places, report, turns

app_name = "grid"


def verbs(noun, *views):
    """An address for each verb of a kind of case; the word is the same everywhere."""
    return [path(f"{noun}/<int:pk>/{view.verb}/", view, name=view.verb) for view in views]


urlpatterns = [
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/report/", report.report, name="report"),
    path("incidents/locate/", places.locate, name="locate"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/follow/", incidents.follow, name="follow"),
    *verbs("incidents", *turns.VERBS),
    path("areas/<str:code>/outline/", places.outline, name="outline"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/small/", photos.small, name="photo_small"),
]
