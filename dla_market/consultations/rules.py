"""Pure rules of the consultation: deadlines, what an offer must hold, points and ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from dla_market.consultations.reglages import RegleAchat
from dla_market.kernel.clock import a_paris
from dla_market.kernel.money import tva_centimes

NOTE_MAX = 5
TEXTE_MAX = 10_000
"""Longest text of an offer, in characters: told on the page, held by the form, the same number (B10)."""
MARGE_ENREGISTREMENT = timedelta(seconds=30)
"""Between the deadline and the earliest opening: what was received in time is then surely written down."""
TAUX_TVA = {
    0: "Sans TVA (article 293 B ou exonération)",
    550: "5,5\u00a0%",
    850: "8,5\u00a0%",
    1000: "10\u00a0%",
    2000: "20\u00a0%",
}
"""VAT rates that an offer may bear, in ten-thousandths (domain R29)."""


@dataclass(frozen=True)
class ContenuOffre:
    """What an offer says. Days in hundredths, amounts in centimes, the rate in ten-thousandths."""

    comprehension: str
    methode: str
    calendrier: str
    intervenants: str
    references: str
    jours_centiemes: int
    total_ht_centimes: int
    tva_dix_millemes: int

    @property
    def tva_centimes(self) -> int:
        """VAT, rounded half up to the centime."""
        return tva_centimes(self.total_ht_centimes, self.tva_dix_millemes)

    @property
    def total_ttc_centimes(self) -> int:
        """What the DLA would pay, VAT included."""
        return self.total_ht_centimes + self.tva_centimes


def dans_les_delais(recue_le: datetime, limite: datetime) -> bool:
    """Whether what was received at an instant is in time: the deadline itself still is (B7)."""
    return recue_le <= limite


def close(maintenant: datetime, limite: datetime) -> bool:
    """Whether the time to answer is over."""
    return maintenant > limite


def ouvrable(maintenant: datetime, limite: datetime) -> bool:
    """Whether offers may be opened: the deadline is over, and what came in its last second is written."""
    return maintenant > limite + MARGE_ENREGISTREMENT


def jours_restants(maintenant: datetime, limite: datetime) -> int:
    """Whole days of Paris from today to the deadline's day."""
    return (a_paris(limite).date() - a_paris(maintenant).date()).days


def exige_justification(regle: RegleAchat, *, consultes: int, jours: int) -> list[str]:
    """What, in a launch, departs from the rule and therefore asks for a written reason."""
    ecarts = []
    if consultes < regle.nb_min_consultes:
        ecarts.append(f"moins de {regle.nb_min_consultes} prestataires consultés ({consultes})")
    if jours < regle.delai_min_jours:
        ecarts.append(f"un délai de réponse inférieur à {regle.delai_min_jours} jours ({jours})")
    return ecarts


def refus_lancement(
    regle: RegleAchat,
    *,
    consultes: int,
    sans_raison: Sequence[str],
    jours: int,
    justification: str,
    manques: Sequence[str],
) -> tuple[str, str] | None:
    """Why a consultation cannot be launched, as (field, sentence); None when it can.

    `sans_raison` names those who may not be invited without a written reason, and have none (domain 4.2).
    """
    if manques:
        return "cahier", f"Le cahier des charges est incomplet. Il manque : {', '.join(manques)}."
    selection = _refus_selection(regle, consultes, sans_raison)
    if selection:
        return "selection", selection
    if jours < regle.delai_urgence_jours:
        return (
            "limite_offre",
            f"Même en urgence, le délai de réponse est d’au moins {regle.delai_urgence_jours} jours.",
        )
    ecarts = exige_justification(regle, consultes=consultes, jours=jours)
    if ecarts and not justification.strip():
        return "justification", f"Donnez une raison écrite : {' ; '.join(ecarts)}."
    return None


def _refus_selection(regle: RegleAchat, consultes: int, sans_raison: Sequence[str]) -> str | None:
    if not consultes:
        return "Retenez d’abord les prestataires à consulter."
    if consultes > regle.nb_max_consultes:
        return f"Une consultation s’adresse à {regle.nb_max_consultes} prestataires au plus."
    if sans_raison:
        return f"Écrivez dans la présélection pourquoi vous consultez : {', '.join(sans_raison)}."
    return None


def manques_offre(contenu: ContenuOffre) -> list[tuple[str, str]]:
    """What an offer lacks to be deposited, as (field, sentence); a draft may lack anything."""
    phrases = {
        "comprehension": "Dites comment vous comprenez la demande.",
        "methode": "Décrivez votre méthode.",
        "calendrier": "Proposez un calendrier.",
        "intervenants": "Dites qui interviendra.",
    }
    manques = [(champ, phrase) for champ, phrase in phrases.items() if not getattr(contenu, champ).strip()]
    if contenu.jours_centiemes <= 0:
        manques.append(("jours_centiemes", "Indiquez le nombre de jours."))
    if contenu.total_ht_centimes <= 0:
        manques.append(("total_ht_centimes", "Indiquez le prix total hors taxes."))
    if contenu.tva_dix_millemes not in TAUX_TVA:
        manques.append(("tva_dix_millemes", "Choisissez un taux de TVA de la liste."))
    return manques


@dataclass(frozen=True)
class CritereFige:
    """A criterion as the launch froze it."""

    ordre: int
    libelle: str
    definition: str
    poids: int
    prix: bool


@dataclass(frozen=True)
class OffreNotee:
    """What ranking needs of an offer: notes are (criterion's order, note from 0 to 5), one an evaluator."""

    offre_id: str
    total_ttc_centimes: int
    notes: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Rang:
    """An offer's place: 1 is best, equals share a place. Points are exact; None while a note is missing."""

    offre_id: str
    rang: int | None
    points: Mapping[int, Fraction | None]
    total: Fraction | None


def points_prix(poids: int, prix_centimes: int, plus_bas_centimes: int) -> Fraction:
    """Points of the price: the weight × the lowest price / this price (domain R15)."""
    return Fraction(poids * plus_bas_centimes, prix_centimes) if prix_centimes > 0 else Fraction(0)


def points_critere(critere: CritereFige, offre: OffreNotee, plus_bas_centimes: int) -> Fraction | None:
    """Points on a criterion: the weight × the evaluators' mean / 5. None while nobody noted it."""
    if critere.prix:
        return points_prix(critere.poids, offre.total_ttc_centimes, plus_bas_centimes)
    notes = [note for ordre, note in offre.notes if ordre == critere.ordre]
    return Fraction(critere.poids * sum(notes), len(notes) * NOTE_MAX) if notes else None


def classer(criteres: Sequence[CritereFige], offres: Sequence[OffreNotee]) -> list[Rang]:
    """Rank offers by their points, recomputable from what is stored (reliability D3).

    Equal points go to the lower price TTC; equal points and price share their place. Offers that still
    lack a note come last, without a place.
    """
    prix = [o.total_ttc_centimes for o in offres if o.total_ttc_centimes > 0]
    plus_bas = min(prix, default=0)
    calculees: list[tuple[OffreNotee, dict[int, Fraction | None], Fraction | None]] = []
    for offre in offres:
        points = {c.ordre: points_critere(c, offre, plus_bas) for c in criteres}
        connus = [p for p in points.values() if p is not None]
        total = sum(connus, Fraction(0)) if len(connus) == len(points) else None
        calculees.append((offre, points, total))
    complets = [(o, p, t) for o, p, t in calculees if t is not None]
    complets.sort(key=lambda ligne: (-ligne[2], ligne[0].total_ttc_centimes, ligne[0].offre_id))
    rangs: list[Rang] = []
    for place, (offre, points, total) in enumerate(complets, start=1):
        precedent = complets[place - 2] if place > 1 else None
        egal = (
            precedent is not None
            and precedent[2] == total
            and precedent[0].total_ttc_centimes == offre.total_ttc_centimes
        )
        rangs.append(Rang(offre.offre_id, rangs[-1].rang if egal else place, points, total))
    rangs.extend(Rang(o.offre_id, None, p, None) for o, p, t in calculees if t is None)
    return rangs


def arrondi(points: Fraction) -> str:
    """Points for a reader, to the hundredth, half up: « 87,50 »."""
    centiemes = (points * 100 + Fraction(1, 2)).__floor__()
    return f"{centiemes // 100},{centiemes % 100:02d}"


def exige_motif_choix(rangs: Sequence[Rang], offre_id: str) -> str | None:
    """Why choosing that offer asks for a written reason, None when it does not (domain R17, R18)."""
    if len(rangs) == 1:
        return "Une seule offre est recevable : dites pourquoi elle convient."
    if any(r.offre_id == offre_id and r.rang == 1 for r in rangs):
        return None
    return "Cette offre n’est pas la mieux classée : dites pourquoi vous la préférez."
