"""What people, phones and ill will send as a photo: over sixty files made here, each with its verdict.

`corpus()` maps a name to (a maker of its bytes, verdict); the verdict is TAKEN, or a word of the sentence that
refuses it.
Run as a program (`python -m tests.grid.corpus`) it cleans them all and prints, as JSON, how much the memory
of the process grew and how long each took.
"""

import io
import json
import os
import resource
import struct
import time
import zipfile
import zlib
from functools import partial

import django
from PIL import Image, PngImagePlugin

TAKEN, EMPTY, LARGE, PIXELS, UNREADABLE = "taken", "empty", "12 MB", "40 million", "JPEG, PNG or WebP"
GPS, UPRIGHT = 0x8825, 0x0112
SECRET = b"where-it-was-taken"
SCRIPT = b"<script>alert(1)</script>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def made(format="JPEG", size=(64, 48), mode="RGB", **more):
    """A picture of half grey, half dark, as a file."""
    kept = io.BytesIO()
    picture = Image.new(mode, size)
    if mode in {"RGB", "L", "RGBA"}:
        picture.paste(Image.new(mode, (size[0] // 2, size[1]), "grey"))
    picture.save(kept, format, **more)
    return kept.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(side, bits=1, colour=0, rows=None, extra=b""):
    """A PNG written by hand, so that a bomb costs nothing to make: `rows` fewer than it promises cut it short."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = bytes(1 + (side * bits * channels + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _row in range(side if rows is None else rows)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, bits, colour, 0, 0, 0))
    return PNG_HEAD + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def exif(orientation=1):
    tags = Image.Exif()
    tags[UPRIGHT], tags[0x010E] = orientation, SECRET.decode()
    tags.get_ifd(GPS).update({1: "N", 2: (39.0, 9.0, 0.0), 3: "E", 4: (117.0, 8.0, 0.0)})
    return tags


def text_of(kind):
    said = PngImagePlugin.PngInfo()
    {"tEXt": said.add_text, "iTXt": said.add_itxt}[kind]("Comment", SECRET.decode())
    return said


def moving(format):
    frames = [Image.new("RGB", (64, 48), (shade, 0, 0)) for shade in (10, 90, 200)]
    kept = io.BytesIO()
    frames[0].save(kept, format, save_all=True, append_images=frames[1:], duration=100)
    return kept.getvalue()


def two_in_one():
    """An MPO, as stereo and portrait cameras write it: two JPEGs in one file."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48)).save(kept, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "red")])
    return kept.getvalue()


def packed(name="a.jpg"):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(1000))
    return kept.getvalue()


def lied_about(size):
    """A JPEG whose header promises far more than there is."""
    content = bytearray(made())
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", *size)
    return bytes(content)


def wide_webp():
    """A WebP whose canvas is 16,384 pixels a side, with the picture of a small one."""
    body = made("WEBP", lossless=True)[12:]
    canvas = struct.pack("<I", 0x10) + (16383).to_bytes(3, "little") * 2
    inner = b"WEBP" + b"VP8X" + struct.pack("<I", len(canvas)) + canvas + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def profile():
    """Enough of an ICC profile to be carried along by whoever copies what he does not know."""
    return struct.pack(">I", 128 + len(SECRET)) + bytes(124) + SECRET


def corpus():
    small = {**disguised(), **torn(), **unusual(), **telling(), **turned()}
    return bombs() | {name: (partial(bytes, content), verdict) for name, (content, verdict) in small.items()}


def bombs():
    return {
        "a PNG of 8,000 pixels a side": (lambda: png(8000), PIXELS),
        "a PNG of 13,000 pixels a side": (lambda: png(13000, rows=10), PIXELS),
        "a PNG of 30,000 pixels a side": (lambda: png(30000), PIXELS),
        "a PNG of two milliard pixels a side": (lambda: png(2**31 - 1, rows=0), PIXELS),
        "a PNG just below the limit": (lambda: png(6300, 8, 2), TAKEN),
        "a transparent PNG just below the limit": (lambda: png(6300, 8, 6), TAKEN),
        "a PNG of 16 bits just below the limit": (lambda: png(6300, 16), TAKEN),
        "a JPEG just below the limit": (lambda: made(size=(6300, 6300)), TAKEN),
        "a JPEG above the limit": (lambda: made(size=(6400, 6300), mode="L"), PIXELS),
        "a JPEG that promises 65,000 pixels a side": (lambda: lied_about((65000, 65000)), PIXELS),
        "a JPEG that promises more than it has": (lambda: lied_about((6000, 6000)), TAKEN),
        "a WebP whose canvas is larger than its picture": (lambda: wide_webp(), PIXELS),
        "a PNG with a text that unpacks to 100 MB": (
            lambda: png(8, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))), UNREADABLE,
        ),
        "more than 12 MB": (lambda: made() + bytes(12 * 1024 * 1024), LARGE),
    }  # fmt: skip


def disguised():
    return {
        "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", UNREADABLE),
        "HTML": (b"<!doctype html>" + SCRIPT, UNREADABLE),
        "HTML behind the first bytes of a PNG": (PNG_HEAD + SCRIPT, UNREADABLE),
        "HTML behind the first bytes of a JPEG": (b"\xff\xd8\xff\xe0" + SCRIPT, UNREADABLE),
        "a GIF that is a script as well": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", UNREADABLE),
        "a GIF": (made("GIF"), UNREADABLE),
        "a PNG with a page behind it": (made("PNG") + SCRIPT, TAKEN),
        "a JPEG with an archive behind it": (made() + packed(), TAKEN),
        "a TIFF": (made("TIFF"), UNREADABLE),
        "a BMP": (made("BMP"), UNREADABLE),
        "an ICO": (made("ICO"), UNREADABLE),
        "a PDF": (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", UNREADABLE),
        "a PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", UNREADABLE),
        "a ZIP": (packed(), UNREADABLE),
        "a program": (b"\x7fELF" + bytes(60), UNREADABLE),
        "a HEIC": (struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(200), UNREADABLE),
        "an AVIF": (struct.pack(">I", 24) + b"ftypavif" + bytes(4) + b"mif1avif" + bytes(200), UNREADABLE),
        "noise": (os.urandom(4000), UNREADABLE),
        "zeros": (bytes(4000), UNREADABLE),
        "text": ("王小明的照片".encode(), UNREADABLE),
    }


def torn():
    return {
        "nothing at all": (b"", EMPTY),
        "one byte": (b"\xff", UNREADABLE),
        "half a JPEG": (made(size=(600, 600))[:-900], UNREADABLE),
        "half a PNG": (made("PNG", size=(600, 600))[:-600], UNREADABLE),
        "half a WebP": (made("WEBP", size=(600, 600))[:-300], UNREADABLE),
        "a PNG with fewer rows than it promises": (png(3000, rows=10), TAKEN),
        "a PNG without a picture": (PNG_HEAD + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), UNREADABLE),
        "a PNG with a wrong checksum": (made("PNG").replace(b"IHDR\0\0\0\x40", b"IHDR\0\0\0\x41"), UNREADABLE),
    }


def unusual():
    return {
        "a grey JPEG": (made(mode="L"), TAKEN),
        "a CMYK JPEG": (made(mode="CMYK"), TAKEN),
        "a progressive JPEG": (made(progressive=True), TAKEN),
        "a PNG of 16 bits": (png(48, 16), TAKEN),
        "a coloured PNG of 16 bits": (png(48, 16, 2), TAKEN),
        "a PNG with a palette": (made("PNG", mode="P"), TAKEN),
        "a PNG with a transparent palette": (made("PNG", mode="P", transparency=0), TAKEN),
        "a PNG of one bit": (png(48), TAKEN),
        "a PNG grey and transparent": (made("PNG", mode="LA"), TAKEN),
        "a PNG with transparency": (made("PNG", mode="RGBA"), TAKEN),
        "a WebP with transparency": (made("WEBP", mode="RGBA"), TAKEN),
        "a WebP without loss": (made("WEBP", lossless=True), TAKEN),
        "a moving WebP": (moving("WEBP"), TAKEN),
        "a moving PNG": (moving("PNG"), TAKEN),
        "an MPO of two pictures": (two_in_one(), TAKEN),
        "a picture of one pixel": (made(size=(1, 1)), TAKEN),
        "a strip of 1 × 9,000 pixels": (made(size=(1, 9000)), TAKEN),
    }


def telling():
    return {
        "a JPEG that knows where": (made(exif=exif()), TAKEN),
        "a PNG that knows where": (made("PNG", exif=exif()), TAKEN),
        "a WebP that knows where": (made("WEBP", exif=exif()), TAKEN),
        "a JPEG with a comment": (made(comment=SECRET), TAKEN),
        "a JPEG with a colour profile": (made(icc_profile=profile()), TAKEN),
        "a PNG with a colour profile": (made("PNG", icc_profile=profile()), TAKEN),
        "a JPEG with XMP": (made(xmp=XMP), TAKEN),
        "a WebP with XMP": (made("WEBP", xmp=XMP), TAKEN),
        "a PNG with a comment": (made("PNG", pnginfo=text_of("tEXt")), TAKEN),
        "a PNG with a comment in Unicode": (made("PNG", pnginfo=text_of("iTXt")), TAKEN),
        "a JPEG whose EXIF is broken": (made(exif=b"Exif\0\0II*\0" + b"\xff" * 40), UNREADABLE),
    }


def turned():
    return {f"a JPEG turned the way {way}": (made(exif=exif(way)), TAKEN) for way in range(1, 9)}


def main():
    """Clean everything, one after the other, and say what it cost."""
    files, seconds = corpus(), {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, (maker, _verdict) in files.items():
        content = maker()
        begun = time.process_time()
        verdict_of(content)
        seconds[name] = time.process_time() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"grown": grown, "seconds": seconds}))  # noqa: T201


def verdict_of(content):
    """TAKEN, or the sentence that refuses it."""
    try:
        clean(ContentFile(content, "phone.jpg"))
    except ValidationError as error:
        return error.messages[0]
    return TAKEN


if __name__ == "__main__":
    django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402

from grid.photos import clean  # noqa: E402

if __name__ == "__main__":
    main()
