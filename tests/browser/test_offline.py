"""Filing on a phone with no signal: nothing is lost, nothing comes twice, and nobody else sees it."""

import re

import pytest

from tests.browser.served import PHONE
from tests.fault.processes import looking_at
from tests.makers import picture
from tests.processes import look_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = "/incidents/report/"
IN_THE_GRID = (117.142, 39.162)  # of worker.zengchanli
# What the browser notes of a cut line, and of a form that the house sends back: neither is a fault.
OF_THE_CUT = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_ABORTED")
SENT_BACK = re.compile(r"^(422|409) |status of (422|409)")
EXPECTED = re.compile(f"{OF_THE_CUT.pattern}|{SENT_BACK.pattern}").search
TEXTS = [f"第{no}处：楼道堆放杂物。" for no in range(3)]
SHA256 = re.compile(rb"\b[0-9a-f]{64}\b")
FILED = """
    SELECT i.text, count(p.id), count(DISTINCT p.sha256) FROM grid_incident i
    LEFT JOIN grid_photo p ON p.incident_id = i.id
    WHERE i.text LIKE %s GROUP BY i.id ORDER BY i.text
"""
LEFT_ON_THE_PHONE = """async () => ({
    drafts: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.fixture
def phone(open_as):
    """A grid worker's phone whose form is kept: what its browser says about the cut itself is no complaint."""
    worker = open_as("worker.zengchanli", PHONE, IN_THE_GRID)
    ready(worker)
    yield worker
    worker.window.set_offline(False)
    worker.complaints[:] = [complaint for complaint in worker.complaints if not EXPECTED(complaint)]


def ready(person):
    """The form and what it needs are kept, and the service worker stands between this page and the network."""
    look_again(lambda: person.page.evaluate("caches.open('person').then((kept) => kept.keys())"))
    person.page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def write(person, text, colours=((90, 20, 20), (20, 90, 20)), **more):
    """Fill the form; photos differ by colour."""
    person.go(FORM)
    person.page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    shots = [{"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture(colour, 900)} for colour in colours]
    person.page.set_input_files("[name=before]", shots)
    person.fill(**{"group": "01", "category": "0110", "text": text, **more})


def send(person):
    person.page.locator(".submitbar button").click()


def lay_by(person, number):
    """Send without a signal: it waits with the others, and the form is empty for the next one."""
    send(person)
    waits(person, number)
    person.page.wait_for_function("() => document.querySelector('[name=text]').value === ''")


def waits(person, number, tone="open"):
    """The chip says so."""
    person.page.wait_for_function(
        "([n, tone]) => { const chip = document.querySelector('[data-chip]');"
        " return chip.dataset.tone === tone && (chip.textContent.match(/\\d+/) ?? ['0'])[0] === n; }",
        arg=[str(number), tone],
    )


def filed(served, like):
    with looking_at(served.address) as ask:
        return ask(FILED, like)


def three_in_the_stairwell(person):
    person.window.set_offline(True)
    for no, text in enumerate(TEXTS):
        write(person, text, [(10 + 40 * no, 20, 20), (10 + 40 * no, 20, 200)])
        lay_by(person, no + 1)


def reopen(person):
    """The page is closed, and another one opened on the same phone."""
    person.page.close()
    person.page = person.window.new_page()
    person.page.on("console", person.hear)
    person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
    person.go(FORM)


class Line:
    """The network seen from the phone: the answer to its fourth photo is lost, and then everything."""

    def __init__(self, person):
        self.photos = []
        person.window.route("**/photos/", self.carry)

    def carry(self, route):
        if route.request.method != "POST":
            return route.continue_()
        self.photos.append(SHA256.search(route.request.post_data_buffer).group())
        if len(self.photos) == 4:
            route.fetch()
            return route.abort()
        return route.continue_()


def test_three_reports_from_the_stairwell_arrive_once(phone, served):
    three_in_the_stairwell(phone)
    reopen(phone)
    waits(phone, 3)
    line = Line(phone)
    phone.window.set_offline(False)
    waits(phone, 2)  # the first has arrived, and of the second a photo whose answer was lost
    phone.window.set_offline(True)
    waits(phone, 2)
    phone.window.set_offline(False)
    waits(phone, 0, "done")
    assert filed(served, "第%处：楼道堆放杂物。") == [(text, 2, 2) for text in TEXTS]
    assert (len(set(line.photos)), line.photos.count(line.photos[3])) == (6, 1)  # the house was asked for the lost one


def test_who_logs_out_leaves_nothing_on_the_phone(phone):
    phone.window.set_offline(True)
    write(phone, "楼道灯不亮。")
    lay_by(phone, 1)
    phone.window.set_offline(False)
    waits(phone, 0, "done")
    phone.page.locator("summary.who").click()
    with phone.page.expect_navigation(url="**/account/login/"):
        phone.page.click("form[action='/account/logout/'] button")
    assert phone.page.evaluate(LEFT_ON_THE_PHONE) == {"drafts": 0, "caches": 0, "workers": 0}


def test_who_logs_out_is_told_what_would_be_lost(phone):
    phone.window.set_offline(True)
    write(phone, "井盖松动。")
    lay_by(phone, 1)
    phone.page.on("dialog", lambda dialog: dialog.dismiss())
    phone.page.locator("summary.who").click()
    with phone.page.expect_event("dialog") as asked:
        phone.page.click("form[action='/account/logout/'] button")
    assert "1" in asked.value.message
    waits(phone, 1)


def test_another_person_neither_sees_nor_sends_it(phone, served):
    phone.window.set_offline(True)
    write(phone, "我的草稿。")
    lay_by(phone, 1)
    change_hands(phone, "worker.xinjianli")
    phone.go(FORM)
    waits(phone, 0, "done")
    assert phone.page.is_hidden("#waiting")
    assert phone.page.input_value("[name=text]") == ""
    assert filed(served, "我的草稿。") == []
    change_hands(phone, "worker.zengchanli")
    waits(phone, 0, "done")
    assert filed(served, "我的草稿。") == [("我的草稿。", 2, 2)]


def change_hands(phone, login):
    """The session ends by itself, and this person signs in on the same phone."""
    phone.page.goto("about:blank")
    phone.window.clear_cookies(name="sessionid")
    phone.window.set_offline(False)
    phone.sign_in(login)


def test_what_is_being_written_is_there_after_coming_back(phone):
    phone.window.set_offline(True)
    write(phone, "写到一半")
    phone.page.select_option("[name=before_view] >> nth=0", "far")
    look_again(lambda: "far" in str(phone.page.evaluate("outbox.mine()")))
    reopen(phone)
    phone.page.wait_for_selector(".shot >> nth=1")
    assert phone.page.input_value("[name=text]") == "写到一半"
    assert phone.page.is_checked("[name=category][value='0110']")
    assert phone.page.input_value("[name=before_view] >> nth=0") == "far"
    waits(phone, 0, "done")


def test_what_the_house_sends_back_opens_again_with_what_is_wrong(phone, served):
    phone.window.set_offline(True)
    write(phone, "没有网格。", grid="")
    phone.page.evaluate("for (const name of ['lng', 'lat']) document.querySelector(`[name=${name}]`).value = ''")
    lay_by(phone, 1)
    phone.window.set_offline(False)
    waits(phone, 1, "bad")
    phone.page.click("#waiting [data-state=refused] [data-part=open]")
    phone.page.wait_for_selector(".field:has([name=grid]) .errorlist")
    assert phone.page.input_value("[name=text]") == "没有网格。"
    assert phone.page.locator(".shot").count() == 2
    phone.fill(grid="120106001002001")
    with phone.page.expect_navigation(url=re.compile(r"/incidents/\d+/")):
        send(phone)
    assert filed(served, "没有网格。") == [("没有网格。", 2, 2)]


def test_a_key_used_for_something_else_is_kept_and_shown(phone):
    write(phone, "井盖破损。")
    with phone.page.expect_navigation(url=re.compile(r"/incidents/\d+/")):
        send(phone)
    phone.page.evaluate("""async () => {
        const [sent] = await outbox.mine();
        await outbox.drop(sent.id);
        await outbox.keep({ ...sent, state: "waiting", values: [["text", "别的内容"]], photos: [] });
        await outbox.flush();
    }""")
    waits(phone, 1, "bad")
    filed_first = phone.path
    phone.go(FORM)
    assert phone.page.get_attribute("#waiting [data-part=see]", "href") == filed_first
