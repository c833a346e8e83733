"""The first lines of an order, without sorting what nobody asked to see."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search.colonnes import Masque

_FRANC: Final = 64  # a sort of so few costs less than finding where to cut
_MORCEAU: Final = 1024


def premiers(cles: NDArray[Any], nombre: int) -> NDArray[np.intp]:
    """Return the ranks of the ``nombre`` greatest keys, in order; equals stay in theirs, which is by name."""
    if len(cles) <= max(_FRANC, nombre * 2):
        return np.argsort(-cles, kind="stable")[:nombre]
    seuil = np.partition(cles, len(cles) - nombre)[len(cles) - nombre]
    rangs = np.flatnonzero(cles >= seuil)
    if len(rangs) > nombre:  # those at the cut are too many: the first of them stay
        devant = cles[rangs] > seuil
        egaux = rangs[~devant][: nombre - int(np.count_nonzero(devant))]
        rangs = np.concatenate([rangs[devant], egaux])
    return rangs[np.argsort(-cles[rangs], kind="stable")]


def suivre(ordre: NDArray[np.int32], masque: Masque, debut: int, fin: int) -> NDArray[np.int32]:
    """Return the rows from rank ``debut`` to ``fin`` of an order, those outside the mask left aside."""
    morceaux: list[NDArray[np.int32]] = []
    pris, place, pas = 0, 0, max(_MORCEAU, fin)
    while pris < fin and place < len(ordre):
        morceau = ordre[place : place + pas]
        garde = morceau[masque[morceau]]
        morceaux.append(garde)
        pris, place, pas = pris + len(garde), place + pas, pas * 2
    if not morceaux:
        return ordre[:0]
    return (morceaux[0] if len(morceaux) == 1 else np.concatenate(morceaux))[debut:fin]
