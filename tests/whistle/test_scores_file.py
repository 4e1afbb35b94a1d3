"""Other scores come as a list: looked at first, wrong rows told, nothing entered by the upload."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grid.models import Department
from tests.whistle import years
from whistle.models import OtherScore
from whistle.scores_file import ScoresFile


def listed(*rows):
    return SimpleUploadedFile("其他考核.csv", "\n".join(["部门,得分", *rows]).encode("utf-8-sig"), "text/csv")


def read(town, *rows):
    return ScoresFile(listed(*rows), Department.objects.filter(district=town.district))


def test_codes_and_names_are_known_and_headings_passed_over(town):
    found = read(town, f"{town.department.code},91.25", f"{town.other_department.name},88")
    assert {key: str(points) for key, points in found.points.items()} == {
        town.department.pk: "91.25", town.other_department.pk: "88",
    }  # fmt: skip
    assert found.wrong == []


@pytest.mark.parametrize(
    "row", ["某某局,90", "chengguan,101", "chengguan,-1", "chengguan,9.123", "chengguan,", "chengguan,NaN"]
)
def test_a_wrong_row_is_told_with_its_line_and_the_others_are_read(town, row):
    found = read(town, row, f"{town.other_department.code},80")
    assert (len(found.wrong), list(found.points)) == (1, [town.other_department.pk])
    assert "2" in found.wrong[0]


def test_a_department_twice_is_told(town):
    assert len(read(town, "chengguan,90", "chengguan,91").wrong) == 1


def test_what_is_no_list_is_told_and_harms_nothing(town):
    upload = SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken", "application/octet-stream")
    assert ScoresFile(upload, Department.objects.all()).wrong


def test_the_upload_fills_the_form_and_enters_nothing(client, town):
    case = years.last_year(town)
    client.force_login(town.centre)
    url = reverse("whistle:other_scores", args=[case.year])
    page = client.post(url, {"list": listed(f"{town.department.code},91.25")})
    assert page.status_code == 200
    assert 'value="91.25"' in page.content.decode()
    assert not OtherScore.objects.filter(points="91.25").exists()
