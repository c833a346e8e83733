"""Run apart, on its own: draws an image anew, small, without anything that came along with its points.

Reads a JSON list [path, kind, width, height] on its input, writes a PNG that fits that box on its output. It
ends with an error, and nothing written, for what it cannot draw. As poor as `examen`, whose walls it borrows.
"""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType


def charger_examen() -> ModuleType:
    """The script beside this one: an isolated process finds no package."""
    description = importlib.util.spec_from_file_location("examen", Path(__file__).with_name("examen.py"))
    assert description is not None
    assert description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


def redessiner(brut: bytes, genre: str, boite: tuple[int, int], points_max: int) -> bytes:
    """The image upright, within the box, as a PNG that holds points and nothing else."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = points_max
    cote = max(boite)
    with Image.open(io.BytesIO(brut), formats=["PNG" if genre == "png" else "JPEG"]) as vue:
        mode = "RGBA" if vue.has_transparency_data else "RGB"
        if genre == "jpg":
            vue.thumbnail((cote, cote))  # decoded at the size that is needed: a large photograph stays light
        droite = ImageOps.exif_transpose(vue).convert(mode)
    droite.thumbnail(boite)
    propre = Image.new(mode, droite.size)
    propre.paste(droite)
    sortie = io.BytesIO()
    propre.save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


def principal() -> None:
    """Draw what the input names."""
    chemin, genre, largeur, hauteur = json.load(sys.stdin)
    examen = charger_examen()
    from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin  # noqa: F401  # loaded before the walls

    examen.isoler()
    corps = redessiner(Path(chemin).read_bytes(), genre, (largeur, hauteur), examen.POINTS_MAX)
    sys.stdout.buffer.write(corps)


if __name__ == "__main__":
    principal()
