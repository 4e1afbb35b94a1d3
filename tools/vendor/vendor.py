"""Copy pinned front-end libraries into static/vendor and record their hashes.

python tools/vendor/vendor.py            update (needs Node and npm)
python tools/vendor/vendor.py --check    compare the committed files with the manifest (no Node, no network)
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEST = HERE.parents[1] / "static" / "vendor"
MANIFEST = DEST / "manifest.json"
MODULES = HERE / "node_modules"
COPY = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
}
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def digest(path: Path) -> str:
    """The file's sha384 in the form of a subresource-integrity value."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def hashes(folder: Path = DEST) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST.name)
    return {p.relative_to(folder).as_posix(): digest(p) for p in files}


def differing(folder: Path = DEST) -> list[str]:
    """Names of files that are missing, unknown, or not as the manifest has them."""
    want = json.loads((folder / MANIFEST.name).read_text())["files"]
    have = hashes(folder)
    return sorted(name for name in want.keys() | have.keys() if want.get(name) != have.get(name))


def install() -> None:
    verb = "ci" if (HERE / "package-lock.json").exists() else "install"
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit-lockfile-registry-resolved"]
    subprocess.run(["npm", verb, *quiet], cwd=HERE, check=True)


def copy_files() -> None:
    DEST.mkdir(parents=True, exist_ok=True)
    for source, name in COPY.items():
        # The hashed static storage would look for the map file, which is not shipped.
        text = re.sub(r"(?m)^(//|/\*)# sourceMappingURL=.*$", "", (MODULES / source).read_text())
        (DEST / name).write_text(text)
    (DEST / "images").mkdir(exist_ok=True)
    for image in (MODULES / "leaflet/dist/images").iterdir():  # leaflet.css refers to them
        (DEST / "images" / image.name).write_bytes(image.read_bytes())


def bundle_charts() -> None:
    esbuild = next((MODULES / "@esbuild").glob("*/bin/esbuild"))
    options = ["--bundle", "--minify", "--format=iife", "--target=es2018", "--legal-comments=none"]
    target = f"--outfile={DEST / 'echarts.custom.min.js'}"
    subprocess.run([esbuild, "echarts.mjs", *options, target], cwd=HERE, check=True)


def icon_names() -> list[str]:
    lines = (HERE / "icons.txt").read_text().splitlines()
    return [name for line in lines if not line.startswith("#") for name in line.split()]


def symbol(name: str) -> str:
    own = HERE / "icons" / f"{name}.svg"
    drawing = own if own.exists() else MODULES / f"@tabler/icons/icons/outline/{name}.svg"
    body = re.search(r"<svg[^>]*>(.*)</svg>", drawing.read_text(), re.S)
    if body is None:
        raise ValueError(f"{drawing} is not a drawing")
    return SYMBOL.format(name=name, body=re.sub(r"\s+", " ", body[1]).strip())


def draw_sprite() -> None:
    symbols = "\n".join(symbol(name) for name in icon_names())
    (DEST / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


def packages() -> dict[str, dict[str, str]]:
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    facts = ("version", "license", "integrity")
    return {name: {fact: locked[f"node_modules/{name}"][fact] for fact in facts} for name in wanted}


def update() -> None:
    install()
    copy_files()
    bundle_charts()
    draw_sprite()
    record = {"packages": packages(), "files": hashes()}
    MANIFEST.write_text(json.dumps(record, indent=1) + "\n")


def check() -> int:
    names = differing()
    sys.stdout.write(f"vendor: differs: {', '.join(names)}\n" if names else "vendor: as recorded\n")
    return bool(names)


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv else update())
