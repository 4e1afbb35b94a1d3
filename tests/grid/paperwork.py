"""What people and ill will send as a document: made here, each with its verdict (TAKEN, or a word of the refusal)."""

import io
import struct
import zipfile
import zlib

from tests.grid.corpus import SCRIPT, made
from tests.makers import pdf

TAKEN, EMPTY, LARGE, CHOOSE = "taken", "empty", "20 MB", "Please choose a PDF"
UNFIT, CUT, CARRIES, BROKEN = "do not fit", "cut short", "carries", "is damaged"
NONE, MUCH, UNREADABLE = "is no Word", "unpacks to too much", "not a file we can read"
OFFICE = "application/vnd.openxmlformats-officedocument."
TEXT = "<w:t>协议</w:t>".encode() * 20
CHECKSUM = zlib.crc32(TEXT).to_bytes(4, "little")
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
TEMPLATE = b'<Relationship Type="http://x/relationships/attachedTemplate" Target="a.dotm" TargetMode="External"/>'
LINK = b'<Relationship Type="http://x/relationships/hyperlink" Target="http://a/" TargetMode="External"/>'


def office(kind="docx", **parts):
    """An Office file of the fewest parts; `parts` adds others (`__` for a slash, `_dot_` for a point)."""
    main, called = MAIN[kind]
    types = f'<Types><Override PartName="/{main}" ContentType="{called}"/></Types>'
    inside = {"[Content_Types].xml": types.encode(), main: TEXT}
    inside |= {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
    return packed(inside)


def packed(parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return kept.getvalue()


def lying():
    """A part that unpacks to more than the archive's directory says."""
    whole = bytearray(office(word__media__a_dot_xml=bytes(5_000_000)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = whole.rindex(mark)
        whole[at + place : at + place + 4] = struct.pack("<I", 10)
    return bytes(whole)


def bomb():
    return office(word__bomb_dot_xml=bytes(160 * 1024 * 1024))


def straying(name):
    return office(**{name: b"x"})


def encrypted():
    whole = bytearray(office())
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def doubled():
    """Two parts of one name but for its case: which one a reader takes is anybody's guess."""
    return office(**{"WORD/document.xml": b"<other/>"})


CORPUS = {
    "a PDF": ("协议.pdf", pdf(), TAKEN),
    "a PDF in capitals": ("A.PDF", pdf(), TAKEN),
    "a Word file": ("方案.docx", office(), TAKEN),
    "an Excel file": ("台账.xlsx", office("xlsx"), TAKEN),
    "an Excel file with printer settings": (
        "a.xlsx", office("xlsx", xl__printerSettings__printerSettings1_dot_bin=b"x"), TAKEN),
    "a Word file with links": ("a.docx", office(word___rels__document_dot_xml_dot_rels=LINK), TAKEN),
    "a photo": ("a.jpg", made(), TAKEN),
    "a photo called jpeg": ("a.jpeg", made(), TAKEN),
    "a scan": ("a.png", made("PNG"), TAKEN),
    "a PNG called jpg": ("a.jpg", made("PNG"), TAKEN),
    "nothing at all": ("a.pdf", b"", EMPTY),
    "one byte": ("a.pdf", b"%", UNREADABLE),
    "more than 20 MB": ("a.pdf", pdf(bytes(20 * 1024 * 1024)), LARGE),
    "a program": ("a.exe", b"MZ" + bytes(60), CHOOSE),
    "a program called PDF": ("a.pdf", b"MZ" + bytes(60), UNREADABLE),
    "two endings": ("a.pdf.exe", pdf(), CHOOSE),
    "no ending": ("pdf", pdf(), CHOOSE),
    "no name": ("", pdf(), CHOOSE),
    "HTML": ("a.html", SCRIPT, CHOOSE),
    "HTML called PDF": ("a.pdf", b"<!doctype html>" + SCRIPT, UNREADABLE),
    "HTML before a PDF": ("a.pdf", SCRIPT + pdf(), UNREADABLE),
    "an SVG called PNG": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", UNREADABLE),
    "a PDF called Word": ("a.docx", pdf(), UNFIT),
    "a Word file called PDF": ("a.pdf", office(), UNFIT),
    "a Word file called Excel": ("a.xlsx", office(), UNFIT),
    "a photo called PDF": ("a.pdf", made(), UNFIT),
    "a PDF called photo": ("a.jpg", pdf(), UNFIT),
    "half a PDF": ("a.pdf", pdf(bytes(5000))[:-2000], CUT),
    "a PDF's head only": ("a.pdf", b"%PDF-1.7\n", CUT),
    "a PDF of no version": ("a.pdf", pdf().replace(b"1.4", b"x.y"), CUT),
    "a PDF with a script": ("a.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), CARRIES),
    "a PDF with a script in disguise": ("a.pdf", pdf(b"<</S/Java#53cript>>"), CARRIES),
    "a PDF that starts a program": ("a.pdf", pdf(b"<</S/Launch>>"), CARRIES),
    "a PDF with a file within": ("a.pdf", pdf(b"<</Type/EmbeddedFile>>"), CARRIES),
    "a Word file with macros": ("a.docx", office(word__vbaProject_dot_bin=b"x"), CARRIES),
    "a macro file called docx": ("a.docx", office("docm"), CARRIES),
    "a macro file": ("a.docm", office("docm"), CHOOSE),
    "a Word file with a program": ("a.docx", office(word__activeX__activeX1_dot_xml=b"x"), CARRIES),
    "a Word file with a foreign object": ("a.docx", office(word__embeddings__oleObject1_dot_xml=b"x"), CARRIES),
    "an Excel file with old macros": ("a.xlsx", office("xlsx", xl__macrosheets__sheet1_dot_xml=b"x"), CARRIES),
    "a Word file that fetches a template": ("a.docx", office(word___rels__settings_dot_xml_dot_rels=TEMPLATE), CARRIES),
    "slides called docx": ("a.docx", office("pptx"), NONE),
    "a ZIP called docx": ("a.docx", packed({"a.txt": b"x"}), NONE),
    "a ZIP with a main part only": ("a.docx", packed({"word/document.xml": b"x"}), BROKEN),
    "half a Word file": ("a.docx", office()[:-60], BROKEN),
    "a Word file with a wrong checksum": ("a.docx", office().replace(CHECKSUM, b"abcd"), BROKEN),
    "a zip bomb": ("a.docx", bomb, MUCH),
    "three thousand parts": ("a.docx", office(**{f"word__p{n}": b"" for n in range(3000)}), MUCH),
    "a part larger than it says": ("a.docx", lying(), BROKEN),
    "a part that strays": ("a.docx", straying("..__..__etc__passwd"), BROKEN),
    "a part from the root": ("a.docx", straying("__etc__passwd"), BROKEN),
    "encrypted parts": ("a.docx", encrypted(), BROKEN),
    "doubled parts": ("a.docx", doubled(), BROKEN),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), CHOOSE),
    "an old Word file called docx": ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), UNREADABLE),
    "a PDF with a page of HTML behind it": ("a.pdf", pdf() + SCRIPT * 200, CUT),
}  # fmt: skip
