"""Files and forms: every clean photo has its file as it was hashed; every form taken has its receipt."""

import hashlib

from PIL import Image

from grid.models import Attachment, Photo, Submission


def photos_kept(at):
    """File present, bytes as hashed, sides as written, no metadata inside."""
    for photo in Photo.objects.iterator(chunk_size=500):
        if not photo.file.storage.exists(photo.file.name or ""):
            yield f"photo {photo.pk}: {photo.file.name} is missing"
            continue
        with photo.file.open() as file:
            if hashlib.sha256(file.read()).hexdigest() != photo.sha256:
                yield f"photo {photo.pk}: the file is not the one that was cleaned"
            picture = Image.open(file)
            if picture.size != (photo.width, photo.height) or picture.getexif():
                yield f"photo {photo.pk}: sides {picture.size}, metadata {bool(picture.getexif())}"


def attachments_kept(at):
    """File present, its bytes and size as they were checked."""
    for row in Attachment.objects.iterator(chunk_size=500):
        if not row.file.storage.exists(row.file.name or ""):
            yield f"attachment {row.pk}: {row.file.name} is missing"
            continue
        with row.file.open() as file:
            content = file.read()
        if (len(content), hashlib.sha256(content).hexdigest()) != (row.size, row.sha256):
            yield f"attachment {row.pk}: the file is not the one that was checked"


def submissions_finished(at):
    """A form whose key was kept led somewhere."""
    for submission in Submission.objects.filter(result=""):
        yield f"submission {submission.pk} of user {submission.user_id} has no receipt"
