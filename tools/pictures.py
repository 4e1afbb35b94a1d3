"""Take the pictures of the README from a running demo: python tools/pictures.py [address] [folder].

Needs requirements/browser.txt and Debian's chromium.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
FOLDER = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures")
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

# name, login, screen, the page or the pages to click through
PICTURES = (
    ("district", "centre.hongqiao", DESKTOP, "/district/"),
    ("desk", "clerk.chengguan", DESKTOP, "/"),
    ("report-phone", "worker.zengchanli", PHONE, "/incidents/report/"),
    ("whistle", "supervisor.hongqiao", DESKTOP, "/whistles/?first"),
    ("supervision", "supervisor.hongqiao", DESKTOP, "/supervisions/?first"),
)


def sign_in(context, login):
    page = context.new_page()
    page.goto(f"{ADDRESS}/account/login/")
    page.locator(f"form:has(input[name=username][value='{login}']) button").first.click()
    page.wait_for_url(f"{ADDRESS}/")
    return page


def take(browser, name, login, screen, path):
    with browser.new_context(locale="zh-CN", **screen) as context:
        page = sign_in(context, login)
        page.goto(ADDRESS + path.removesuffix("?first"))
        if path.endswith("?first"):
            page.locator("main table tbody tr:nth-child(3) a").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for picture in PICTURES:
            take(browser, *picture)
        browser.close()


if __name__ == "__main__":
    main()
