"""The cahier des charges as a launch freezes it: canonical text, its SHA-256, and its reading.

Deadlines are not in it: they have one row, that of the consultation, which an extension may move.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dla_market.consultations.rules import CritereFige
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie
from dla_market.ingenieries.models_ressources import UsageRessource
from dla_market.ingenieries.queries_ressources import Jointe


@dataclass(frozen=True)
class RessourceFigee:
    """A ressource as it was attached: its words go with the cahier, whatever its author does to it next.

    `edition_id` finds its file, `fichier` names it and `fichier_empreinte` is the SHA-256 of its bytes; they
    say nothing where it has none.
    """

    titre: str
    auteur: str
    numero: int
    resume: str
    texte: str
    lien: str
    edition_id: int = 0
    fichier: str = ""
    fichier_empreinte: str = ""


DU_FICHIER = ("edition_id", "fichier", "fichier_empreinte")


@dataclass(frozen=True)
class CahierFige:
    """What every invited provider reads, word for word. Days in hundredths, the ceiling in centimes."""

    reference: str
    intitule: str
    type: str
    secteur: str
    structures: tuple[str, ...]
    prestations: tuple[tuple[str, int], ...]
    contexte: str
    objectifs: str
    resultats_attendus: str
    livrables: str
    modalites: str
    jours_centiemes: int
    plafond_ttc_centimes: int
    debut_souhaite: str
    fin_souhaitee: str
    criteres: tuple[CritereFige, ...]
    ressources: tuple[RessourceFigee, ...] = ()

    @property
    def debut(self) -> date | None:
        """The day wished for the start."""
        return date.fromisoformat(self.debut_souhaite) if self.debut_souhaite else None

    @property
    def fin(self) -> date | None:
        """The day wished for the end."""
        return date.fromisoformat(self.fin_souhaitee) if self.fin_souhaitee else None


def figer(
    ingenierie: Ingenierie,
    cahier: CahierDesCharges,
    *,
    secteur: str,
    thematiques: dict[str, str],
    ressources: Iterable[Jointe] = (),
) -> CahierFige:
    """The cahier as it stands now; `thematiques` gives their labels by code, `ressources` those attached."""
    return CahierFige(
        reference=ingenierie.reference,
        intitule=ingenierie.intitule,
        type=ingenierie.type.value,
        secteur=secteur,
        structures=tuple(p.structure.nom for p in ingenierie.participations),
        prestations=tuple(
            (thematiques.get(p.thematique_code, p.thematique_code), p.jours_centiemes)
            for p in ingenierie.prestations
        ),
        contexte=cahier.contexte,
        objectifs=cahier.objectifs,
        resultats_attendus=cahier.resultats_attendus,
        livrables=cahier.livrables,
        modalites=cahier.modalites,
        jours_centiemes=cahier.jours_centiemes,
        plafond_ttc_centimes=cahier.plafond_ttc_centimes,
        debut_souhaite=cahier.debut_souhaite.isoformat() if cahier.debut_souhaite else "",
        fin_souhaitee=cahier.fin_souhaitee.isoformat() if cahier.fin_souhaitee else "",
        criteres=tuple(
            CritereFige(c.ordre, c.libelle, c.definition, c.poids, c.prix) for c in cahier.criteres
        ),
        ressources=tuple(
            RessourceFigee(
                r.titre,
                r.auteur,
                r.numero,
                r.resume,
                r.texte,
                r.lien,
                r.edition_id if r.fichier else 0,
                r.fichier or "",
                r.fichier_empreinte or "",
            )
            for r in ressources
            if r.usage is UsageRessource.JOINTE
        ),
    )


def canonique(contenu: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, accents as they are."""
    return json.dumps(contenu, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def empreinte(texte: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(texte.encode()).hexdigest()


def ecrire(fige: CahierFige) -> str:
    """The frozen cahier as canonical text: without ressources, or files, that of before there were any."""
    contenu = asdict(fige)
    if not fige.ressources:
        del contenu["ressources"]
    for ressource in contenu.get("ressources", ()):
        if not ressource["fichier"]:
            for cle in DU_FICHIER:
                del ressource[cle]
    return canonique(contenu)


def lire(texte: str) -> CahierFige:
    """The frozen cahier from its text."""
    brut = json.loads(texte)
    return CahierFige(
        **{
            **brut,
            "structures": tuple(brut["structures"]),
            "prestations": tuple((nom, jours) for nom, jours in brut["prestations"]),
            "criteres": tuple(CritereFige(**c) for c in brut["criteres"]),
            "ressources": tuple(RessourceFigee(**r) for r in brut.get("ressources", ())),
        }
    )
