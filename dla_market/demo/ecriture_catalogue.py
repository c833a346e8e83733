"""Writing the catalogue: fiches, competences, zones, people, references, référencements.

What a fiche holds true today (its confirmation, its availability, its référencement) is counted from
`aujourd_hui`, so that the catalogue is alive whenever the demo is loaded; the rest is of 2012.
"""

from __future__ import annotations

from datetime import date, timedelta

from dla_market.catalogue.charte import EN_VIGUEUR
from dla_market.catalogue.models import (
    Activite,
    ActiviteZone,
    EtatFiche,
    FormeJuridique,
    Intervenant,
    Prestataire,
    Reference,
    RegimeTva,
    TypePrestataire,
    Zone,
)
from dla_market.demo import lignes
from dla_market.demo.aleas import hasard
from dla_market.demo.ecriture_referencements import ecrire_referencements
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.demo.personnes import Distribution
from dla_market.referentiel.voisinages import voisins

AUTRES_LANGUES = ("en", "es", "fsl")
TYPES_CONNUS = ("association_hors_iae", "structure_cooperative", "mutuelle", "gie_gcs")
FORMES = {
    TypePrestataire.CABINET: FormeJuridique.SARL,
    TypePrestataire.INDEPENDANT: FormeJuridique.ENTREPRISE_INDIVIDUELLE,
    TypePrestataire.COOPERATIVE: FormeJuridique.SCOP,
    TypePrestataire.ASSOCIATION: FormeJuridique.ASSOCIATION,
}
PART_A_PART = 37
"""One fiche in so many, among those not mobilised, has activities with départements of their own."""

TAUX_D_AUJOURD_HUI = 2000
"""What a fiche says holds today, whatever the rate of 2012 was."""

ETATS_RARES = (EtatFiche.SOUMISE, EtatFiche.A_COMPLETER, EtatFiche.SUSPENDUE)


def ecrire_catalogue(
    lots: Lots, france: lignes.France2012, cles: Cles, aujourd_hui: date, distribution: Distribution
) -> None:
    """Every prestataire with all that its fiche shows; one of the cast has its own sent back, thin."""
    a_completer = distribution.fiche_a_completer
    for p in france.prestataires:
        if p.cle in distribution.prestataires:
            p.disponible = p.disponible or date(2013, 3, 4)
    maigre = next(p for p in france.prestataires if p.cle == a_completer)
    maigre.telephone = maigre.site = ""
    maigre.presentation = maigre.presentation[:90]
    maigre.references = []
    rng = hasard("etats des fiches")
    etats = {
        p.cle: rng.choice(ETATS_RARES) if not p.mobilise and rng.random() < 0.03 else EtatFiche.PUBLIEE
        for p in france.prestataires
    }
    etats[a_completer] = EtatFiche.A_COMPLETER
    lots.verser(
        Prestataire,
        [
            _fiche(p, cles, etats[p.cle], aujourd_hui, rng.randint(0, 330), rng.random())
            for p in france.prestataires
        ],
    )
    _ecrire_activites(lots, france, cles)
    lots.verser(
        Zone,
        [
            {"prestataire_id": cles.de_la("prestataire", p.cle), "departement_code": departement}
            for p in france.prestataires
            for departement in p.zones
        ],
    )
    lots.verser(
        Intervenant,
        [
            {
                "prestataire_id": cles.de_la("prestataire", p.cle),
                "nom": i.nom,
                "fonction": i.fonction,
                "experience": i.experience,
                "langues": ("fr", AUTRES_LANGUES[rang])
                if (rang := p.cle % 7) < len(AUTRES_LANGUES)
                else ("fr",),
                "annees_experience": 4 + (p.cle * 7) % 24,
            }
            for p in france.prestataires
            for i in p.intervenants
        ],
    )
    lots.verser(
        Reference,
        [
            {
                "prestataire_id": cles.de_la("prestataire", p.cle),
                "client": r.client,
                "annee": r.annee,
                "secteur_code": r.secteur,
                "thematique_code": r.thematique,
                "jours_centiemes": r.jours_centiemes,
                "montant_centimes": (r.jours_centiemes or 0) * p.tarif_centimes // 100,
                "contact": f"La direction, {r.client}",
                "resume": r.resume,
            }
            for p in france.prestataires
            for r in p.references
        ],
    )
    ecrire_referencements(lots, france, cles, etats, aujourd_hui, distribution)


def _ecrire_activites(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    numerotees = [
        (numero, p, a)
        for numero, (p, a) in enumerate(((p, a) for p in france.prestataires for a in p.activites), start=1)
    ]
    lots.verser(
        Activite,
        [
            {
                "id": numero,
                "prestataire_id": cles.de_la("prestataire", p.cle),
                "secteur_code": a.secteur,
                "thematique_code": a.thematique,
                "niveau": a.niveau,
                "annees": _annees(p, a.niveau),
            }
            for numero, p, a in numerotees
        ],
    )
    lots.verser(
        ActiviteZone,
        [
            {"activite_id": numero, "departement_code": departement}
            for numero, p, a in numerotees
            for departement in _zones_propres(p, a)
        ],
    )


def _zones_propres(p: lignes.Prestataire, activite: lignes.Activite) -> tuple[str, ...]:
    """Where this activity is done, for the few that do not do all everywhere; else nothing.

    Their last one only around the seat; for one in two of them, the first one farther, in all that touches.
    """
    if p.mobilise or p.cle % PART_A_PART or len(p.zones) == 1 or len(p.activites) == 1:
        return ()
    if activite == p.activites[-1]:
        return (p.lieu.departement,)
    if activite == p.activites[0] and p.cle % (2 * PART_A_PART) == 0:
        plus_loin = set(voisins().get(p.lieu.departement, ())) - set(p.zones)
        return tuple(sorted({*p.zones, *plus_loin})) if plus_loin else ()
    return ()


def _fiche(
    p: lignes.Prestataire, cles: Cles, etat: EtatFiche, aujourd_hui: date, anciennete: int, tirage: float
) -> dict[str, object]:
    """One fiche in sixteen has not been confirmed for more than a year: it sleeps until it is."""
    en_sommeil = not p.mobilise and tirage < 0.06
    confirmee = aujourd_hui - timedelta(days=anciennete + (370 if en_sommeil else 0))
    attente = (p.disponible - date(2013, 1, 7)).days if p.disponible else 0
    return {
        "id": cles.de_la("prestataire", p.cle),
        "siret": p.siret,
        "type_prestataire": TypePrestataire(p.nature),
        "regime_tva": RegimeTva.ASSUJETTI if p.tva_dix_millemes else RegimeTva.FRANCHISE,
        "tva_dix_millemes": TAUX_D_AUJOURD_HUI if p.tva_dix_millemes else None,
        "titre": p.titre,
        "presentation": p.presentation,
        "adresse": f"{p.adresse}, {p.lieu.code_postal} {p.lieu.commune}",
        "commune": p.lieu.commune,
        "departement_code": p.lieu.departement,
        "telephone": p.telephone,
        "courriel": p.courriel,
        "site": p.site,
        "tarif_jour_ht_centimes": p.tarif_centimes,
        "individuel": p.individuel,
        "collectif": p.collectif,
        **_offre(p),
        **_engagements(p, aujourd_hui),
        "disponible_le": aujourd_hui + timedelta(days=attente - 40) if p.disponible else None,
        "etat": etat,
        "confirmee_le": confirmee if etat is EtatFiche.PUBLIEE else None,
        "cree_le": instant(p.cree, 10),
    }


def _annees(p: lignes.Prestataire, niveau: int) -> int | None:
    """Years of practice that go with a level; one fiche in nine does not say."""
    return None if p.cle % 9 == 0 else 4 * niveau + p.cle % 5


def _langues(p: lignes.Prestataire) -> tuple[str, ...]:
    """French, and for some another one."""
    return ("fr", *AUTRES_LANGUES[p.cle % 7 :][:1])


def _offre(p: lignes.Prestataire) -> dict[str, object]:
    """How it works: most on the spot, one in three at a distance too, some without saying."""
    tu = p.cle % 11 == 0
    return {
        "presentiel": not tu,
        "distance": not tu and p.cle % 3 == 0,
        "types_structures": () if tu else _structures_connues(p),
        "langues": _langues(p),
        "jours_par_mois": 2 + p.cle % 9 if p.cle % 4 else None,
        "accepte_urgences": p.cle % 6 == 0,
        "forme_juridique": FORMES.get(TypePrestataire(p.nature)),
    }


def _structures_connues(p: lignes.Prestataire) -> tuple[str, ...]:
    """Some legal types, and for one fiche in three the chantiers d’insertion."""
    return (*TYPES_CONNUS[: 1 + p.cle % len(TYPES_CONNUS)], *(("aci",) if p.cle % 3 == 0 else ()))


def _engagements(p: lignes.Prestataire, aujourd_hui: date) -> dict[str, object]:
    """Three fiches in four have signed the charter and declared that they have no link."""
    signe = p.cle % 4 != 0
    jour = aujourd_hui - timedelta(days=20 + p.cle % 200) if signe else None
    return {
        "charte_version": EN_VIGUEUR if signe else "",
        "charte_signee_le": jour,
        "charte_signee_par": (p.intervenants[0].nom if p.intervenants else p.nom) if signe else "",
        "liens_declares_le": jour,
    }
