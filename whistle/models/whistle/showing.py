"""What went well is shown to others (典型案例), for as long as the street says so (`domain.md` 2-01)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb

from ..papers import Paper

KINDS = {"before": Paper.Kind.BEFORE, "after": Paper.Kind.RESULT}  # by what a photo of the form shows


class Showing:
    """Published as a typical case."""

    @verb
    def publish(self, *, by, story, photos=(), note="", at=None, version=None):
        """Show the closed whistle to everybody in the house, with photos from before and from afterwards.

        `story` names nobody: it is read everywhere. Raises ValidationError when either kind of photo is wanting.
        """
        brought = {field: [photo for photo in photos if photo.kind == field] for field in KINDS}
        step = self.move(
            "publish", by=by, note=note, at=at, version=version, story=story,
            published_at=lambda case, at: case.check_pictures(brought, at),
        )  # fmt: skip
        for field, kind in KINDS.items():
            Paper.keep(brought[field], kind, whistle=self, step=step)

    def check_pictures(self, brought, at):
        """Return `at`, or raise ValidationError by field for the kinds of photos that are wanting."""
        here = set(self.papers.filter(photo__isnull=False).values_list("kind", flat=True))
        missing = [field for field, kind in KINDS.items() if not brought[field] and kind not in here]
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("A typical case needs a photo of this.")))
        return at

    @verb
    def unpublish(self, *, by, note, at=None, version=None):
        """Take it back from the typical cases."""
        self.move("unpublish", by=by, note=note, at=at, version=version, published_at=None)

    def hindered_publishing(self, _at):
        if self.solved is False:
            return _("What was left unsolved is no example.")
        return _("It is published already.") if self.published_at else ""

    def hindered_unpublishing(self, _at):
        return "" if self.published_at else _("It is not published.")
