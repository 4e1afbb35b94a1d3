"""Photos leave the house through the case they belong to: who may not see it gets 404."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_safe

from grid.casework.access import in_sight
from grid.models import Photo

HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@login_required
@require_safe
def photo(request, pk):
    """The picture itself."""
    return served(in_sight(Photo, request.user, pk).file)


@login_required
@require_safe
def small(request, pk):
    """Its thumbnail, for lists and pages."""
    return served(in_sight(Photo, request.user, pk).thumbnail)


def served(file):
    """A JPEG made by this house; whatever the bytes were, the browser may treat them as nothing else."""
    return FileResponse(file.open("rb"), content_type="image/jpeg", headers=HEADERS)
