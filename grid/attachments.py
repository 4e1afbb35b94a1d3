"""Judging an uploaded document by what it holds: a PDF, a Word or Excel file without macros, or a picture.

Nothing in it is run, and no part is unpacked beyond the bounds below. What a PDF packs into object streams is
not looked at, which is why documents leave the house as downloads only (see `grid/views/attachments.py`).
"""

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.photos import clean

MOST_BYTES = 20 * 1024 * 1024
UNPACKED, PARTS, CHUNK = 150 * 1024 * 1024, 2_000, 1024 * 1024
LONGEST = 80  # characters of a name, without its ending

PDF, JPEG = "application/pdf", "image/jpeg"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
SUFFIX = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", JPEG: ".jpg"}
# What a name may end with: a picture becomes a JPEG whatever it was.
TOLD = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".jpg": JPEG, ".jpeg": JPEG, ".png": JPEG, ".webp": JPEG}
ACCEPT = ",".join(TOLD)
WORDS = {PDF: "PDF", DOCX: "Word (.docx)", XLSX: "Excel (.xlsx)", JPEG: "JPEG"}

# The part that makes an archive a document of its kind.
MAIN = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
TYPES = "[Content_Types].xml"
# Parts that hold programs or foreign objects, and relations that fetch them from elsewhere.
PROGRAMS = re.compile(r"vba|macrosheets|activex|^(?!xl/printersettings/).*\.bin$|/embeddings/|oleobject", re.I)
MACROS = re.compile(rb"macroenabled|vbaproject|ms-office\.activex", re.I)
FETCHED = re.compile(rb"relationships/(attachedtemplate|oleobject|frame|subdocument|externallinkpath)\b", re.I)
ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError, OSError, KeyError)


@dataclass(frozen=True)
class Checked:
    """A document found to be what it says: its clean name, media type and bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def checked(upload):
    """The Checked document of an upload; ValidationError says in one sentence why it is none we take."""
    if upload.size == 0:
        raise ValidationError(_("The file is empty. Please choose another one."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB. Please choose a smaller one."))
    told = TOLD.get(PurePosixPath(upload.name or "").suffix.casefold())
    if told is None:
        raise ValidationError(_("Please choose a PDF, Word (.docx), Excel (.xlsx), JPEG or PNG file."))
    upload.seek(0)
    media_type, content = judged(upload.read(), upload)
    if media_type != told:
        raise ValidationError(_("The file's name and what it holds do not fit: it is %(what)s.") % {
            "what": WORDS[media_type]
        })  # fmt: skip
    return Checked(clean_name(upload.name, media_type), media_type, content)


def judged(content, upload):
    """(media type, bytes to keep) of what was sent."""
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return PDF, content
    if content.startswith(b"PK\x03\x04"):
        return check_office(content), content
    try:
        return JPEG, clean(upload).full.read()
    except ValidationError as error:
        unreadable = _("This is not a file we can read: PDF, Word (.docx), Excel (.xlsx), JPEG or PNG.")
        raise ValidationError(unreadable) from error


def check_pdf(content):
    """A PDF from its first byte to its last mark, without scripts, programs or files within."""
    ends = b"%%EOF" in content[-1024:] and b"startxref" in content[-2048:]
    if not re.match(rb"%PDF-[12]\.\d", content) or not ends:
        raise ValidationError(_("The PDF is damaged or cut short. Please send it again."))
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)
    if ACTIVE.search(plain):
        raise ValidationError(_("The PDF carries scripts or other files. Please print it to a plain PDF."))


def check_office(content):
    """The media type of a Word or Excel file that is whole, bounded, and free of macros and foreign objects."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _office(archive)
    except BROKEN as error:
        if isinstance(error, ValidationError):
            raise
        raise ValidationError(_("The Word or Excel file is damaged. Please save and send it again.")) from error


def _office(archive):
    parts = archive.infolist()
    names = [part.filename for part in parts]
    bad = any(part.flag_bits & 1 or _strays(part.filename) for part in parts)
    if bad or len({name.casefold() for name in names}) < len(names):
        raise zipfile.BadZipFile("encrypted, doubled or straying parts")
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise ValidationError(_("The Word or Excel file unpacks to too much."))
    if any(PROGRAMS.search(name) for name in names):
        raise _programs()
    kind = next((kind for kind, main in MAIN.items() if main in names), None)
    if kind is None or not _types_say(archive, kind):
        raise ValidationError(_("This archive is no Word (.docx) or Excel (.xlsx) file."))
    for part in parts:
        _read_through(archive, part)
    return kind


def _strays(name):
    return name.startswith(("/", "\\")) or "\\" in name or ".." in PurePosixPath(name).parts or "\0" in name


def _programs():
    return ValidationError(_("The file carries macros, programs or foreign objects. Please save it without them."))


def _types_say(archive, kind):
    """Whether the archive's own table of contents calls the main part a document of this kind."""
    table = archive.read(TYPES)
    if MACROS.search(table):
        raise _programs()
    return f'"{kind}.main+xml"'.encode() in table


def _read_through(archive, part):
    """Unpack a part piece by piece to its end: never more than its directory says, and its checksum holds."""
    relations, read = part.filename.casefold().endswith(".rels"), 0
    with archive.open(part) as packed:
        while piece := packed.read(CHUNK):
            read += len(piece)
            if read > part.file_size:
                raise zipfile.BadZipFile("larger than its directory says")
            if relations and FETCHED.search(piece) and b"External" in piece:
                raise _programs()


def clean_name(name, media_type):
    """The name people gave it, fit for any disk and header: no path, no control or bidirectional marks."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    stem = "".join(mark for mark in PurePosixPath(last).stem if unicodedata.category(mark)[0] != "C")
    stem = re.sub(r'[<>:"/\\|?*\s]+', " ", stem).strip(" .")[:LONGEST].strip(" .")
    return (stem or "file") + SUFFIX[media_type]
