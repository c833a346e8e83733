"""The analysis grid as the page shows it: criteria in rows, offers in columns, one's own notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import cahier, queries
from dla_market.consultations.classement import classement
from dla_market.consultations.models import Consultation, EtatOffreOuverte, Note, OffreOuverte
from dla_market.consultations.rules import CritereFige, Rang, arrondi
from dla_market.web.filters import jours, montant_exact

TEXTES = {
    "comprehension": "Compréhension de la demande",
    "methode": "Méthode",
    "calendrier": "Calendrier",
    "intervenants": "Intervenants",
    "references": "Références",
    "jours_centiemes": "Nombre de jours",
    "total_ht_centimes": "Prix HT",
    "tva_centimes": "TVA",
    "total_ttc_centimes": "Prix TTC",
}


@dataclass(frozen=True)
class Grille:
    """`miennes` are the actor's own notes by (offer, criterion); `rangs` the places of all, by offer."""

    criteres: Sequence[CritereFige]
    offres: Sequence[OffreOuverte]
    ecartees: Sequence[OffreOuverte]
    miennes: Mapping[tuple[str, int], Note]
    rangs: Mapping[str, Rang]

    @property
    def complete(self) -> bool:
        """Whether every offer has its place."""
        return all(r.rang is not None for r in self.rangs.values())

    @property
    def colonnes(self) -> list[dict[str, Any]]:
        """The offers as columns of the comparison."""
        return [
            {"titre": o.prestataire.nom, "sous": f"{montant_exact(o.total_ttc_centimes)} TTC", "offre": o}
            for o in self.offres
        ]

    @property
    def lignes_texte(self) -> list[dict[str, str]]:
        """What the offers say, as rows."""
        return [{"libelle": libelle, "champ": champ} for champ, libelle in TEXTES.items()]

    @property
    def lignes_criteres(self) -> list[dict[str, Any]]:
        """The criteria as rows, with their weight."""
        return [
            {
                "libelle": c.libelle,
                "detail": c.definition,
                "poids": f"{c.poids} points",
                "ordre": c.ordre,
                "prix": c.prix,
            }
            for c in self.criteres
        ]

    @property
    def totaux(self) -> list[str]:
        """The totals, in the columns' order."""
        return [self.total(o.offre_id) for o in self.offres]

    def texte(self, champ: str, offre: OffreOuverte) -> str:
        """What an offer says on a row."""
        valeur = getattr(offre, champ)
        if champ == "jours_centiemes":
            return jours(valeur)
        return montant_exact(valeur) if champ.endswith("_centimes") else str(valeur)

    def ordre(self) -> list[OffreOuverte]:
        """The offers by place, those without one last."""
        par_id = {o.offre_id: o for o in self.offres}
        return [par_id[offre_id] for offre_id in self.rangs if offre_id in par_id]

    def en_une_ligne(self, offre: OffreOuverte) -> str:
        """An offer in a list of choices: who, how many points, what price."""
        return (
            f"{offre.prestataire.nom}, {self.total(offre.offre_id)},"
            f" {montant_exact(offre.total_ttc_centimes)}\u00a0TTC"
        )

    def points(self, offre_id: str, ordre: int) -> str:
        """The points of an offer on a criterion, in words."""
        return en_points(self.rangs[offre_id].points.get(ordre))

    def total(self, offre_id: str) -> str:
        """The total out of 100, in words."""
        return en_points(self.rangs[offre_id].total, "il manque des notes")


def en_points(points: Fraction | None, absent: str = "pas encore noté") -> str:
    """« 87,50 points »."""
    return absent if points is None else f"{arrondi(points)}\u00a0points"


def grille_de(session: Session, acteur: Acteur, consultation: Consultation) -> Grille:
    """The grid of a consultation for an evaluator who may read it."""
    lues = queries.offres_ouvertes(session, acteur, consultation)
    hors = (EtatOffreOuverte.NON_CONFORME, EtatOffreOuverte.ILLISIBLE)
    return Grille(
        criteres=cahier.lire(consultation.cahier).criteres,
        offres=[o for o in lues if o.etat not in hors],
        ecartees=[o for o in lues if o.etat in hors],
        miennes={
            (n.offre_id, n.critere_ordre): n
            for o in lues
            for n in o.notes
            if n.utilisateur_id == acteur.utilisateur_id
        },
        rangs={r.offre_id: r for r in classement(consultation)},
    )
