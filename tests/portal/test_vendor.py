"""What other people wrote lies in static/vendor exactly as recorded, and holds every icon we draw."""

import importlib.util
import re
import shutil
from pathlib import Path

from django.conf import settings

spec = importlib.util.spec_from_file_location("vendor", settings.BASE_DIR / "tools/vendor/vendor.py")
vendor = importlib.util.module_from_spec(spec)
spec.loader.exec_module(vendor)

ICON = re.compile(r"""{% icon ["']([\w-]+)["']""")


def test_every_vendored_file_is_the_recorded_one():
    assert vendor.differing() == []


def test_a_changed_a_missing_and_an_unknown_file_are_noticed(tmp_path):
    folder = shutil.copytree(vendor.DEST, tmp_path / "vendor")
    (folder / "leaflet.js").write_text("other")
    (folder / "leaflet.css").unlink()
    (folder / "new.js").write_text("")
    assert vendor.differing(folder) == ["leaflet.css", "leaflet.js", "new.js"]


def test_no_vendored_file_points_to_a_map_that_is_not_shipped():
    texts = [path for path in vendor.DEST.rglob("*") if path.suffix in {".js", ".css"}]
    assert [path.name for path in texts if "sourceMappingURL" in path.read_text()] == []


def test_every_icon_a_template_draws_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (vendor.DEST / "icons.svg").read_text()))
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    drawn = {name for path in templates for name in ICON.findall(path.read_text())}
    assert drawn - sprite == set()
    assert set(vendor.icon_names()) == sprite
