"""Attachments leave the house through what they belong to: who may not see that gets 404."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight
from grid.models import Attachment

HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@login_required
@require_safe
def attachment(request, pk):
    """The document as a download: no kind of it, PDF included, is shown within the portal's own origin."""
    row = in_sight(Attachment, request.user, pk)
    how = {"content_type": row.media_type, "headers": HEADERS}
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, **how)
