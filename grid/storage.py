"""Where uploads lie: a file is there whole or not at all, also after a power cut."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Writes beside the place, to the disk itself, and only then under the name that rows will tell."""

    def _save(self, name, content):
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = self._drafted(place.parent, content)
        draft.chmod(self.file_permissions_mode or 0o640)
        draft.replace(place)
        _settle(place.parent)
        return name

    def _drafted(self, folder, content):
        descriptor, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.writelines(content.chunks())
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            Path(draft).unlink()
            raise
        return Path(draft)


def _settle(folder):
    """Put the folder's own list of names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
