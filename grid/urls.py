"""The addresses of this floor: plural noun, id, verb."""

from django.urls import include, path

from grid.views import (
    attachments,
    exports,
    hot,
    imports,
    incidents,
    likeness,
    papers,
    photos,
    places,
    prompts,
    public,
    public_places,
    rechecks,
    report,
    reveal,
    routing,
    turns,
    uploads,
)

app_name = "grid"


def verbs(noun, *views, prefix=""):
    """An address for each verb of a kind of case; the word is the same everywhere."""
    return [path(f"{noun}/<int:pk>/{view.verb}/", view, name=prefix + view.verb) for view in views]


urlpatterns = [
    path("incidents/", incidents.index, name="incidents"),
    path("incidents/report/", report.report, name="report"),
    path("incidents/similar/", likeness.similar, name="similar"),
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
    path("incidents/<int:pk>/print/transfer/", papers.transfer, name="transfer_slip"),
    path("incidents/<int:pk>/print/record/", papers.record, name="record"),
    path("incidents/<int:pk>/code.svg", papers.code, name="code"),
    path("exports/", exports.index, name="exports"),
    path("exports/ask/", exports.ask, name="export_ask"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("exports/<int:pk>/cancel/", exports.cancel, name="export_cancel"),
    path("exports/<int:pk>/again/", exports.again, name="export_again"),
    path("hot/", hot.index, name="hot"),
    path("prompts/", prompts.index, name="prompts"),
    path("prompts/send/", prompts.send, name="prompt_send"),
    path("prompts/<int:pk>/", prompts.prompt, name="prompt"),
    *verbs("prompts", prompts.reply, prompts.close, prompts.send_back, prefix="prompt_"),
    path("routing/", routing.index, name="routing"),
    path("routing/add/", routing.add, name="routing_add"),
    path("routing/<int:pk>/", routing.edit, name="routing_edit"),
    path("routing/<int:pk>/try/", routing.trial, name="routing_try"),
    path("routing/<int:pk>/up/", routing.up, name="routing_up"),
    path("routing/<int:pk>/down/", routing.down, name="routing_down"),
    path("routing/<int:pk>/off/", routing.switch_off, name="routing_off"),
    path("routing/<int:pk>/on/", routing.switch_on, name="routing_on"),
    path("areas/<str:code>/outline/", places.outline, name="outline"),
    path("photos/", uploads.uploads, name="uploads"),
    path("sw.js", uploads.worker, name="worker"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/small/", photos.small, name="photo_small"),
]
