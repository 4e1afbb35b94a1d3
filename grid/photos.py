"""Cleaning a picture: decode within bounds, turn upright, shrink, encode anew without metadata."""

import hashlib
import io
import threading
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE, SMALL = 1600, 480
# One picture is decoded at a time in a process, so that memory stays bounded.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A cleaned picture and its thumbnail, as JPEG files; sides in pixels."""

    full: ContentFile
    thumbnail: ContentFile
    sha256: str
    width: int
    height: int


def digest(upload):
    """The SHA-256 of a file as it was sent."""
    upload.seek(0)
    read = hashlib.sha256()
    for chunk in upload.chunks():
        read.update(chunk)
    upload.seek(0)
    return read.hexdigest()


def clean(upload):
    """Return the Picture of an uploaded file; ValidationError says in one sentence why it is none."""
    if upload.size == 0:
        raise ValidationError(_("The photo is empty. Please choose another one."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The photo is larger than 12 MB. Please choose a smaller one."))
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _encode(_decode(upload))
        except ValidationError:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many_pixels() from error
        except Exception as error:  # whatever a hostile file makes the decoder do, it is no photo
            raise ValidationError(_("This is not a photo we can read (JPEG, PNG or WebP).")) from error


def _too_many_pixels():
    return ValidationError(_("The photo has more than 40 million pixels. Please choose a smaller one."))


def _decode(upload):
    """The picture, shrunk as soon as it is decoded: whatever follows works on a small copy."""
    upload.seek(0)
    image: Image.Image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    image.draft("RGB", (SIDE, SIDE))
    if image.mode in {"1", "P"}:  # these know no shades in between: picked out first, then blended
        image.thumbnail((2 * SIDE, 2 * SIDE))
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((SIDE, SIDE))
    return _on_white(ImageOps.exif_transpose(image))


def _on_white(image):
    """Eight bits a colour; what is transparent lies on white paper."""
    if image.mode.startswith("I"):
        image = image.point(lambda shade: shade / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _encode(image):
    # Pixels alone are copied: no EXIF, no colour profile, no comment comes along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    full = _jpeg(bare, 82)
    small = bare.copy()
    small.thumbnail((SMALL, SMALL))
    sha256 = hashlib.sha256(full).hexdigest()
    return Picture(ContentFile(full), ContentFile(_jpeg(small, 76)), sha256, bare.width, bare.height)


def _jpeg(image, quality):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
