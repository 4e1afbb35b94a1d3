"""What a resident does before the public page, without a login."""

import html
import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from grid.models import Incident
from tests.makers import picture

REPORT, PROGRESS, EVALUATE = "/report/", "/report/progress/", "/report/progress/evaluate/"
CODE = re.compile(r"<output>(\w{5} \w{5})</output>")
PASS = re.compile(r'name="pass" value="([^"]+)"')
KEPT = re.compile(r'name="kept" value="([^"]+)"')


def matter(town, **said):
    """What a resident types, with a key of its own."""
    said = {
        "key": str(uuid4()), "community": town.community.code, "address": "3号楼东侧", "category": "0110",
        "text": "楼下垃圾堆了三天，很臭。", "reporter_name": "王小明", "reporter_phone": "13812345678",
        "website": "", **said,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def snapshot(colour=(90, 120, 60)):
    return SimpleUploadedFile("phone.jpg", picture(colour), "image/jpeg")


def reported(client, town, **said):
    """File a report; (the incident, its code as the receipt says it)."""
    answer = client.post(REPORT, matter(town, **said))
    assert answer.status_code == 200, text_of(answer)
    return Incident.objects.latest("pk"), code_in(answer)


def code_in(answer):
    return CODE.search(answer.content.decode())[1]


def text_of(answer):
    return html.unescape(answer.content.decode())


def asked(client, incident, code):
    return client.post(PROGRESS, {"number": incident.number, "code": code})


def brought_to_feedback(town, case):
    """What the desk, the department and the checker do with it."""
    case.accept(by=town.community_operator)
    case.dispatch(by=town.community_operator, department=town.department)
    case.sign(by=town.clerk)
    case.submit_result(by=town.clerk, result="已清运。")
    case.pass_check(by=town.worker)
