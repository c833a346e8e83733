"""What the search is given to read: plain documents, built by the caller from the database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol

# The order is that of the field mask in the index: a change is a new analyse.VERSION.
CHAMPS: Final = ("nom", "titre", "activites", "intervenants", "references", "commune", "presentation")


class Activite(NamedTuple):
    """One pair secteur x thématique that the prestataire works in, with its level from 1 to 3."""

    secteur: str
    thematique: str
    niveau: int


class Aval(NamedTuple):
    """The endorsement of a centre for a secteur, a thématique or both, "" for what it leaves open.

    It holds until ``fin`` included (None: without end).
    """

    centre: str
    secteur: str
    fin: date | None
    thematique: str = ""


class Referencement(NamedTuple):
    """An acceptance in a région (by its code), until ``fin`` included (None: without end)."""

    region: str
    fin: date | None


@dataclass(frozen=True, slots=True)
class DocumentFiche:
    """A fiche as the search sees it. Nothing sealed, no contact and no evaluation ever enters it.

    ``activites_texte`` holds the labels of its secteurs and thématiques; where it is empty the codes are read
    as words. ``departements`` empty means unknown. ``tarif_jour_ht_centimes`` is read by no index: it serves
    only callers that may see it. ``missions_par_dla`` counts by DLA identifier. ``referencements`` holds one
    line a région, that of the latest end. A fiche that is not ``visible`` never enters the index.
    """

    id: int
    nom: str
    titre: str = ""
    presentation: str = ""
    references_texte: str = ""
    intervenants_texte: str = ""
    commune: str = ""
    activites_texte: str = ""
    activites: tuple[Activite, ...] = ()
    departements: tuple[str, ...] = ()
    avals: tuple[Aval, ...] = ()
    referencements: tuple[Referencement, ...] = ()
    disponible_le: date | None = None
    tarif_jour_ht_centimes: int | None = None
    visible: bool = True
    confirmee_le: date | None = None
    missions: int = 0
    missions_par_dla: Mapping[int, int] = field(default_factory=dict)

    def textes(self) -> tuple[str, ...]:
        """Return the texts in the order of CHAMPS."""
        activites = self.activites_texte or " ; ".join(
            f"{activite.secteur} ; {activite.thematique}" for activite in self.activites
        )
        return (
            self.nom, self.titre, activites, self.intervenants_texte, self.references_texte, self.commune,
            self.presentation,
        )  # fmt: skip

    def empreinte(self) -> str:
        """Return a fingerprint of what the index holds of this fiche: equal when nothing changed."""
        contenu = asdict(self)
        del contenu["tarif_jour_ht_centimes"]
        contenu["missions_par_dla"] = sorted(self.missions_par_dla.items())
        for liste in ("activites", "departements", "avals", "referencements"):
            contenu[liste] = sorted(contenu[liste], key=repr)
        octets = json.dumps(contenu, default=str, ensure_ascii=True, sort_keys=True).encode()
        return hashlib.sha256(octets).hexdigest()[:20]


class Source(Protocol):
    """Where the documents come from; the truth that the index is derived from."""

    def toutes(self) -> Iterable[DocumentFiche]:
        """Return every fiche, hidden ones included or not, in any order, each once."""
        ...

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """Return the fiche, None when it no longer exists."""
        ...


class SourceEnMemoire:
    """A source over a list that the caller holds."""

    def __init__(self, fiches: Iterable[DocumentFiche]) -> None:
        self._fiches = {fiche.id: fiche for fiche in fiches}

    def toutes(self) -> Iterable[DocumentFiche]:
        """Return the fiches of the list."""
        return list(self._fiches.values())

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """Return the fiche of the list, None when it is not there."""
        return self._fiches.get(fiche_id)
