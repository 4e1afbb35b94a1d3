"""The library of the demonstration: nineteen invented documents with sixteen small files, and a day declared off."""

import io
from datetime import date, timedelta

import xlsxwriter
from django.core.files.base import ContentFile

from grid.models import Attachment, Document, Ladder, Recomputation, RoutingRule, TimeLimit, User, calendar_now

GOVERNMENT, OFFICE, CENTRE = "红桥区人民政府", "红桥区人民政府办公室", "红桥区社会治理中心"
# (number, title, subject, issued by, issued on, its file or nothing)
DOCUMENTS = (
    ("津红政发〔2025〕3号", "城乡社区网格化服务管理办法", "grid", GOVERNMENT, "2025-02-20", "pdf"),
    ("津红政办发〔2025〕6号", "网格划分与编码规则", "grid", OFFICE, "2025-03-05", "xlsx"),
    ("津红政办发〔2025〕7号", "网格员岗位职责与日常巡查规范", "grid", OFFICE, "2025-03-05", "pdf"),
    ("津红治发〔2025〕2号", "事项分类与处置时限标准", "grid", CENTRE, "2025-03-18", "xlsx"),
    ("津红治发〔2025〕3号", "事项上报与核查照片要求", "grid", CENTRE, "2025-03-18", "pdf"),
    ("津红政发〔2025〕9号", "街道吹哨、部门报到工作办法（试行）", "whistle", GOVERNMENT, "2025-05-12", "pdf"),
    ("津红政发〔2026〕4号", "街道吹哨、部门报到工作办法", "whistle", GOVERNMENT, "2026-01-15", "pdf"),
    ("津红政办发〔2026〕5号", "哨种与报到时限规定", "whistle", OFFICE, "2026-01-22", "xlsx"),
    ("津红政办发〔2026〕6号", "二次吹哨与区领导报到规定", "whistle", OFFICE, "2026-01-22", "pdf"),
    ("津红治发〔2026〕1号", "异议、改派与退哨办理细则", "whistle", CENTRE, "2026-02-03", "pdf"),
    ("津红治发〔2026〕2号", "应急处置哨值守与响应细则", "whistle", CENTRE, "2026-02-03", "pdf"),
    ("津红督发〔2026〕1号", "督办工作规程", "supervision", "区委督查室", "2026-02-10", "pdf"),
    ("津红督发〔2026〕2号", "三色督办单使用说明", "supervision", "区委督查室", "2026-02-10", "pdf"),
    ("津红督发〔2026〕3号", "问责建议移送办法", "supervision", "区委督查室", "2026-02-12", ""),
    ("津红政办发〔2026〕9号", "街道对部门考核评价办法", "assessment", OFFICE, "2026-02-20", "pdf"),
    ("津红治发〔2026〕4号", "评价打分说明", "assessment", CENTRE, "2026-02-24", "pdf"),
    ("津红治发〔2026〕5号", "矛盾纠纷受理与调解流程", "mediation", CENTRE, "2026-02-26", "pdf"),
    ("津红治发〔2026〕6号", "平台账号与岗位管理规定", "administration", CENTRE, "2026-03-02", ""),
    ("津红治发〔2026〕7号", "短信与消息发送规定", "administration", CENTRE, "2026-03-02", ""),
)  # fmt: skip
SUPERSEDED = ("津红政发〔2025〕9号", "津红政发〔2026〕4号")


def shelve(people, now):
    """Write the library, name the basis of rules, and declare a day off, once."""
    if Document.objects.exists():
        return
    give_phones()
    centre = people["centre.hongqiao"]
    found = {row[0]: keep(centre, now, *row) for row in DOCUMENTS}
    old, new = (found[number] for number in SUPERSEDED)
    Document.objects.filter(pk=old.pk).update(valid_until=new.valid_from - timedelta(days=1))
    Document.objects.filter(pk=new.pk).update(supersedes=old)
    TimeLimit.objects.filter(kind="incident").update(basis=found["津红治发〔2025〕2号"])
    TimeLimit.objects.filter(kind="order").update(basis=found["津红政办发〔2026〕5号"])
    Ladder.objects.filter(name__startswith="supervision").update(basis=found["津红督发〔2026〕1号"])
    RoutingRule.objects.update(basis=found["津红治发〔2025〕2号"])
    declare(people["system.hongqiao"], now)


def keep(by, now, number, title, subject, issuer, issued, kind):
    """One document with its file."""
    day, row = date.fromisoformat(issued), Document(number=number)
    files = [attached(by, title, kind)] if kind else []
    said = {"title": title, "subject": subject, "issuer": issuer, "issued_on": day, "valid_from": day, "at": now}
    row.keep(by=by, post=by.main_post, why="纳入制度文件库", attachments=files, summary=f"明确{title}的要求。", **said)
    return row


def attached(by, title, kind):
    content = sheet(title) if kind == "xlsx" else paper(title)
    return Attachment.take(ContentFile(content, f"{title}.{kind}"), by=by)


def sheet(title):
    """A workbook of one page with the title and a few lines."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for line, cells in enumerate(
            [(title,), ("序号", "内容", "时限"), (1, "一般事项", "5个工作日"), (2, "紧急事项", "当日")]
        ):
            page.write_row(line, 0, cells)
    return kept.getvalue()


def paper(title):
    """A PDF of one page with the title, in a font that every reader has by itself."""
    text = title.encode("utf-16-be").hex().encode()
    words = b"BT /F 20 Tf 72 760 Td <" + text + b"> Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
    )
    return bound(parts)


def bound(parts):
    """The objects of a PDF with their table of places."""
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))


def give_phones():
    """Invented numbers, so that the outbox has somewhere to send."""
    for user in User.objects.filter(phone="", is_active=True):
        User.objects.filter(pk=user.pk).update(phone=f"1380000{user.pk % 10000:04}")


def declare(admin, now):
    """The fourth working day from now is declared off, and running clocks are recounted."""
    known, day = calendar_now(), now.date()
    for _number in range(4):
        day = next(each for each in (day + timedelta(days=no) for no in range(1, 30)) if known.is_working_day(each))
    Recomputation.declare(
        [day], False, by=admin, post=admin.main_post, why="防汛应急演练，全区停工一日", name="应急演练", at=now
    )
    Recomputation.objects.go_on(now)
