"""The portal in processes of its own on a clone of the town, and people who sit before a browser."""

from pathlib import Path

import pytest

from tests.makers import picture
from tests.processes import clone
from tests.serving import Served, free_port
from tests.town import PASSWORD

CHROMIUM = "/usr/bin/chromium"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker, tmp_path_factory):
    """A portal of this module's own."""
    with (
        clone(django_db_blocker) as address,
        Served(address, free_port(), tmp_path_factory.mktemp("media")).running() as it,
    ):
        yield it


@pytest.fixture(scope="module")
def browser(served):
    """One Chromium; people get windows of their own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_as(served, browser):
    """Sign somebody in: `open_as("clerk.chengguan")`, on a phone with `PHONE`; no complaint may be left in the end."""
    people = []

    def sign_in(login, size=DESKTOP, where=None):
        person = Person(served, browser, size, where)
        people.append(person)
        if login:
            person.sign_in(login)
        return person

    yield sign_in
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.window.close()
    assert not complaints, complaints


class Person:
    """Somebody before a window: what they do, and what their browser complained of."""

    def __init__(self, served, browser, size, where):
        place = {"longitude": where[0], "latitude": where[1], "accuracy": 12} if where else None
        permissions = ["geolocation"] if where else []
        self.served, self.complaints = served, []
        self.window = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", geolocation=place, permissions=permissions,
            has_touch=size == PHONE, is_mobile=size == PHONE,
        )  # fmt: skip
        self.page = self.window.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self.look)

    def hear(self, message):
        """Errors of scripts and of the content security policy come this way."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def look(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def sign_in(self, login):
        self.go("/account/login/")
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click(".door-form button")
        self.page.wait_for_url(f"{self.served.url}/")

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.served.url + path)

    def fill(self, **said):
        """Fill a form by the names of its fields."""
        for name, value in said.items():
            field = self.page.locator(f"[name={name}]")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                self.choose(f"[name={name}][value='{value}']")
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def photograph(self, name):
        """Take a photo for a field."""
        photo = {"name": "phone.jpg", "mimeType": "image/jpeg", "buffer": picture(side=900)}
        self.page.set_input_files(f"[name={name}]", photo)

    def choose(self, box):
        """Tick a box as a finger does: on its label, for the box itself may be drawn otherwise."""
        label = self.page.locator(f"label:has({box})")
        (label if label.count() else self.page.locator(box)).first.click()
        assert self.page.is_checked(box)

    def submit(self):
        """Press the form's last button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator("main form .submitbar button").first.click()

    def press(self, path, verb, photo=None, **said):
        """From a case's page follow the link of a verb, fill its form (`photo`: the field of one) and send it."""
        self.go(path)
        with self.page.expect_navigation():
            self.page.click(f"main a[href$='/{verb}/'] >> nth=0")
        self.fill(**said)
        if photo:
            self.photograph(photo)
        self.submit()
        assert "/" + verb + "/" not in self.page.url, self.page.inner_text("main")

    @property
    def path(self):
        return self.page.url.removeprefix(self.served.url)

    def reads(self, words):
        return words in self.page.inner_text("main")
