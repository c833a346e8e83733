"""What the search is given to read: plain documents, built by the caller from the database."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol

# The order is that of the field mask in the index: a change is a new analyse.VERSION.
CHAMPS: Final = ("nom", "titre", "activites", "intervenants", "references", "commune", "presentation")

# The plain lists of codes: each is a field of a fiche, a filter of a query and a facet, under one name.
LIEUX: Final = ("departements", "regions")
SIMPLES: Final = (*LIEUX, "modes", "types_structures", "langues", "tarifs")
LISTES: Final = (*SIMPLES, "activites", "avals", "referencements", "invitations")


class Activite(NamedTuple):
    """One pair secteur x thématique that the prestataire works in, with its level from 1 to 3.

    ``groupe`` is the group of the thématique: a thématique has one, or none where it is empty.
    ``departements`` are its own, where they differ from those of the fiche, and ``regions`` the régions of
    these; without any of its own it is done wherever the fiche says.
    """

    secteur: str
    thematique: str
    niveau: int
    groupe: str = ""
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Aval(NamedTuple):
    """The endorsement of a centre for a secteur, a thématique or both, "" for what it leaves open.

    It holds until ``fin`` included (None: without end).
    """

    centre: str
    secteur: str
    fin: date | None
    thematique: str = ""


class Referencement(NamedTuple):
    """An acceptance in a région (by its code), from ``debut`` to ``fin`` included (None: without bound)."""

    region: str
    fin: date | None
    debut: date | None = None

    def tient(self, jour: date) -> bool:
        """Say whether it holds that day."""
        return (self.debut is None or self.debut <= jour) and (self.fin is None or jour <= self.fin)


# Tranches of a day's price before tax, in euros: what is below, then its code. The index knows these only.
TRANCHES_TARIF: Final = ((600, "moins_600"), (750, "600_750"), (900, "750_900"))
TRANCHE_HAUTE: Final = "900_plus"


def tranche_tarif(centimes: int | None) -> str:
    """Return the code of the tranche of a price, empty where there is no price."""
    if centimes is None:
        return ""
    return next((code for borne, code in TRANCHES_TARIF if centimes < borne * 100), TRANCHE_HAUTE)


class Synonymes(NamedTuple):
    """A group of the nomenclature: words or expressions that the search takes for one another.

    Whoever looks for one of ``mots`` also finds the others; and those of ``aussi``, which do not find them
    back. It holds from ``debut`` to ``fin`` included.
    """

    mots: tuple[str, ...]
    aussi: tuple[str, ...] = ()
    debut: date | None = None
    fin: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFiche:
    """A fiche as the search sees it. Nothing sealed, no contact and no evaluation ever enters it.

    ``activites_texte`` holds the labels of its secteurs and thématiques; where it is empty the codes are read
    as words. ``departements`` is the zone of the fiche, ``departement`` the seat, ``regions`` those of the
    zone; empty means unknown, as for ``modes``, ``types_structures`` and ``langues``. Of
    ``tarif_jour_ht_centimes`` the index holds the tranche alone, and tells it only to who may see prices.
    ``missions_par_dla`` counts by DLA identifier, ``missions_par_thematique`` by code, ``invitations`` gives
    their days. A fiche that is not ``visible`` never enters the index.
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
    disponible_le: date | None = None
    tarif_jour_ht_centimes: int | None = None
    visible: bool = True
    confirmee_le: date | None = None
    missions: int = 0
    missions_par_dla: Mapping[int, int] = field(default_factory=dict)
    nom_commercial: str = ""
    departement: str = ""
    regions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    types_structures: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    referencements: tuple[Referencement, ...] = ()
    invitations: tuple[date, ...] = ()
    missions_par_thematique: Mapping[str, int] = field(default_factory=dict)

    @property
    def tarifs(self) -> tuple[str, ...]:
        """Return the tranche of its price, nothing where it has none."""
        tranche = tranche_tarif(self.tarif_jour_ht_centimes)
        return (tranche,) if tranche else ()

    @property
    def a_zones_propres(self) -> bool:
        """Say whether some activity has départements of its own."""
        return any(activite.departements for activite in self.activites)

    def lieux_de(self, activite: Activite, nom: str) -> tuple[str, ...]:
        """Return the départements or the régions, by a name of LIEUX, that an activity covers."""
        codes: tuple[str, ...] = getattr(activite if activite.departements else self, nom)
        return codes

    def codes(self, nom: str) -> tuple[str, ...]:
        """Return the codes of a name of SIMPLES, each once; of places, also those of its activities."""
        codes = set(getattr(self, nom))
        if nom in LIEUX and self.a_zones_propres:
            codes.update(*(getattr(activite, nom) for activite in self.activites if activite.departements))
        return tuple(sorted(codes))

    def textes(self) -> tuple[str, ...]:
        """Return the texts in the order of CHAMPS."""
        activites = self.activites_texte or " ; ".join(
            f"{activite.secteur} ; {activite.thematique}" for activite in self.activites
        )
        noms = f"{self.nom} ; {self.nom_commercial}" if self.nom_commercial else self.nom
        return (
            noms, self.titre, activites, self.intervenants_texte, self.references_texte, self.commune,
            self.presentation,
        )  # fmt: skip

    def empreinte(self) -> str:
        """Return a fingerprint of what the index holds of this fiche: equal when nothing changed."""
        contenu = asdict(self)
        del contenu["tarif_jour_ht_centimes"]
        contenu["tarifs"] = self.tarifs
        for comptes in ("missions_par_dla", "missions_par_thematique"):
            contenu[comptes] = sorted(contenu[comptes].items())
        for liste in LISTES:
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

    def synonymes(self) -> Sequence[Synonymes]:
        """Return the groups of synonyms, past and future ones too, in a stable order."""
        ...


class SourceEnMemoire:
    """A source over lists that the caller holds."""

    def __init__(self, fiches: Iterable[DocumentFiche], synonymes: Sequence[Synonymes] = ()) -> None:
        self._fiches = {fiche.id: fiche for fiche in fiches}
        self._synonymes = tuple(synonymes)

    def toutes(self) -> Iterable[DocumentFiche]:
        """Return the fiches of the list."""
        return list(self._fiches.values())

    def une(self, fiche_id: int) -> DocumentFiche | None:
        """Return the fiche of the list, None when it is not there."""
        return self._fiches.get(fiche_id)

    def synonymes(self) -> Sequence[Synonymes]:
        """Return the groups given."""
        return self._synonymes
