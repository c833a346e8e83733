"""From a template of ours and plain data to a PDF: tagged, archivable, the same bytes each time (I6, I7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MODELES = Path(__file__).parent / "modeles"
POLICES = Path(__file__).parents[1] / "static" / "vendor"
FINE, INSECABLE = "\u202f", "\u00a0"


def rendre(modele: str, donnees: Mapping[str, Any], *, titre: str, cree_le: datetime) -> bytes:
    """The PDF of `modele` (a name in modeles/) filled with `donnees` (JSON values).

    `cree_le` is the instant that the document speaks of, never the present: same input, same bytes. The
    data reach the template as strings and are never read as markup. Nothing is fetched: the root is the
    templates' folder, the fonts are ours. Raises RuntimeError where the fonts are not installed.
    """
    import typst

    if not (POLICES / "public-sans-400.ttf").is_file():
        raise RuntimeError(f"no fonts for documents in {POLICES}: make setup copies them")
    texte = json.dumps({**donnees, "titre": titre}, ensure_ascii=False, sort_keys=True)
    return typst.compile(
        str(MODELES / f"{modele}.typ"),
        root=str(MODELES),
        font_paths=[str(POLICES)],
        ignore_system_fonts=True,
        format="pdf",
        # the font has no narrow no-break space
        sys_inputs={"donnees": texte.replace(FINE, INSECABLE)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=cree_le.astimezone(UTC),
    )
