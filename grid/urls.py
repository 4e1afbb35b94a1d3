"""The addresses of this floor: plural noun, id, verb."""

from django.urls import include, path

from grid.views import (
    imports,
    incidents,
    photos,
    places,
    public,
    public_places,
    rechecks,
    report,
    reveal,
    turns,
    uploads,
)

app_name = "grid"


def verbs(noun, *views):
    """An address for each verb of a kind of case; the word is the same everywhere."""
    return [path(f"{noun}/<int:pk>/{view.verb}/", view, name=view.verb) for view in views]


urlpatterns = [
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/report/", report.report, name="report"),
    path("incidents/locate/", places.locate, name="locate"),
    path("incidents/import/", imports.upload, name="import"),
    path("incidents/import/template/", imports.template, name="import_template"),
    path("incidents/import/<int:pk>/", imports.draft, name="import_draft"),
    path("incidents/import/<int:pk>/wrong/", imports.wrong, name="import_wrong"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/follow/", incidents.follow, name="follow"),
    *verbs("incidents", *turns.VERBS),
    path("incidents/<int:pk>/reveal/", reveal.reveal, name="reveal"),
    path("report/", public.report, name="public_report"),
    path("report/place/", public_places.place, name="public_place"),
    path("report/ground/", public_places.ground, name="public_ground"),
    path("report/photos/<str:signed>/", public.photo, name="public_photo"),
    path("report/progress/", public.progress, name="public_progress"),
    path("report/progress/evaluate/", public.evaluate, name="public_evaluate"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("rechecks/draws/<int:pk>/", rechecks.draw, name="draw"),
    path("rechecks/<int:pk>/", rechecks.recheck, name="recheck"),
    path("open311/v2/", include("grid.open311.urls")),
    path("areas/<str:code>/outline/", places.outline, name="outline"),
    path("photos/", uploads.uploads, name="uploads"),
    path("sw.js", uploads.worker, name="worker"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/small/", photos.small, name="photo_small"),
]
