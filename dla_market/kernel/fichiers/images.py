"""An image to be shown on a page: drawn anew, so that nothing is left of the file that was sent."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from dla_market.kernel.fichiers.controle import DELAI_S, FichierRefuse, phrase
from dla_market.kernel.fichiers.genres import MEBIOCTET, Genre, Usage
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.fichiers.reserve import Reserve

REDESSIN = Path(__file__).with_name("redessin.py")
IMAGES = (Genre.JPG, Genre.PNG)
OCTETS_MAX = 2 * MEBIOCTET
USAGE_IMAGE = Usage(IMAGES, OCTETS_MAX)
"""What is accepted of an image to show."""

Boite = tuple[int, int]


def redessiner(reserve: Reserve, recu: FichierRecu, boite: Boite) -> FichierRecu:
    """The image that has been examined, drawn anew as a PNG within `boite` (width, height, in points).

    The one that was sent is taken away: its metadata (place, device, author) are kept nowhere. Raises
    FichierRefuse, with nothing left behind, for an image that cannot be drawn.
    """
    demande = [str(reserve.chemin(recu.cle)), recu.genre.value, *boite]
    try:
        rendu = subprocess.run(  # noqa: S603  # our own script, and a path that we drew
            [sys.executable, "-I", str(REDESSIN)],
            input=json.dumps(demande).encode(),
            capture_output=True,
            timeout=DELAI_S,
            check=True,
            env={"LC_ALL": "C.UTF-8"},
        )
        cle, octets, empreinte = reserve.recevoir(io.BytesIO(rendu.stdout), OCTETS_MAX)
    except (subprocess.SubprocessError, OSError) as erreur:
        raise FichierRefuse(phrase("abime")) from erreur
    finally:
        reserve.effacer(recu.cle)
    return FichierRecu(cle, recu.nom.rpartition(".")[0] + ".png", Genre.PNG, octets, empreinte)
