"""Writing the orders of 2012 and what followed each, from the deliverable to the evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from dla_market.commandes.models import (
    Commande,
    EtatCommande,
    EtatFacture,
    EtatLivrable,
    EtatServiceFait,
    Evaluation,
    Facture,
    Livrable,
    Paiement,
    ServiceFait,
)
from dla_market.commandes.rules_evaluations import DU_DLA
from dla_market.demo import faits, lignes, textes
from dla_market.demo.aleas import hasard
from dla_market.demo.ecriture_dossiers import numeros
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.kernel.numerotation import Compteur

MOTIF = "absence_concurrence.reprise"
"""The orders of 2012 were consulted before the program was there: they have no consultation in it."""
DELAI_PAIEMENT = timedelta(days=30)
BIEN_NOTE = 4


def heure(cle: int) -> tuple[int, int]:
    """A working hour of an order's day, always the same for the same order."""
    return 9 + cle % 8, cle * 7 % 60


def ecrire_commandes(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    """Orders, numbered without gaps by DLA, and the counters that say so."""
    sigles = {d.cle: d.sigle for d in france.dlas}
    intitules = {i.cle: i.intitule for i in france.ingenieries}
    rangs = numeros(france)
    lots.verser(
        Commande,
        [
            {
                "id": c.cle,
                "numero": f"{sigles[c.dla]}-{faits.ANNEE}-{rangs[c.cle]:03d}",
                "ingenierie_id": c.ingenierie,
                "consultation_id": None,
                "sans_consultation_motif_code": MOTIF,
                "dla_id": cles.de_la("dla", c.dla),
                "prestataire_id": cles.de_la("prestataire", c.prestataire),
                "objet": intitules[c.ingenierie],
                "jours_centiemes": c.jours_centiemes,
                "ht_centimes": c.ht,
                "tva_dix_millemes": c.tva_dix_millemes,
                "tva_centimes": c.tva,
                "ttc_centimes": c.ttc,
                "etat": _etat(c),
                "etablie_le": instant(c.notifiee - timedelta(days=7), 10, c.cle % 60),
                "notifiee_le": instant(c.notifiee, *heure(c.cle)),
                "debut": c.debut,
                "fin": c.fin,
            }
            for c in france.commandes
        ],
    )
    par_dla = Counter(c.dla for c in france.commandes)
    lots.verser(
        Compteur,
        [
            {"serie": f"{serie}:{cles.de_la('dla', dla)}:{faits.ANNEE}", "dernier": nombre}
            for dla, nombre in sorted(par_dla.items())
            for serie in ("commande", "ingenierie")
        ],
    )


def _etat(commande: lignes.Commande) -> EtatCommande:
    if commande.paye:
        return EtatCommande.SOLDEE
    return EtatCommande.EXECUTEE if commande.realise else EtatCommande.NOTIFIEE


def ecrire_suites(lots: Lots, france: lignes.France2012, montres: Collection[int] = ()) -> None:
    """What came after the notification, as far as it came; `montres` are the prestataires of the accounts."""
    lots.verser(Livrable, [_livrable(c) for c in france.commandes])
    lots.verser(
        ServiceFait,
        [
            {
                "commande_id": c.cle,
                "montant_ttc_centimes": c.ttc,
                "etat": EtatServiceFait.CERTIFIE,
                "atteste_le": instant(c.realise - timedelta(days=2), 14),
                "certifie_le": instant(c.realise, *heure(c.cle)),
            }
            for c in france.commandes
            if c.realise
        ],
    )
    lots.verser(
        Facture,
        [
            {
                "id": c.cle,
                "commande_id": c.cle,
                "numero_fournisseur": f"F{c.facture.year}-{c.cle:04d}",
                "date_emission": c.facture - timedelta(days=2),
                "recue_le": instant(c.facture - timedelta(days=1), 9),
                "echeance": c.facture - timedelta(days=1) + DELAI_PAIEMENT,
                "ht_centimes": c.ht,
                "tva_centimes": c.tva,
                "ttc_centimes": c.ttc,
                "etat": EtatFacture.PAYEE if c.paye else EtatFacture.VALIDEE,
                "validee_le": instant(c.facture, *heure(c.cle)),
            }
            for c in france.commandes
            if c.facture
        ],
    )
    lots.verser(
        Paiement,
        [
            {
                "facture_id": c.cle,
                "montant_centimes": c.ttc,
                "jour": c.paye,
                "reference": f"VIR-{c.paye.year}-{c.cle:05d}",
                "saisi_le": instant(c.paye, *heure(c.cle)),
            }
            for c in france.commandes
            if c.paye
        ],
    )
    _evaluer(lots, france, montres)


def _livrable(c: lignes.Commande) -> dict[str, object]:
    remis = c.realise - timedelta(days=4) if c.realise else None
    return {
        "commande_id": c.cle,
        "libelle": "Rapport final",
        "etat": EtatLivrable.ACCEPTE if remis else EtatLivrable.PREVU,
        "remis_le": instant(remis, 16) if remis else None,
        "decide_le": instant(c.realise - timedelta(days=2), 13) if c.realise else None,
    }


def _evaluer(lots: Lots, france: lignes.France2012, montres: Collection[int]) -> None:
    """Seven paid orders in ten were evaluated, by the structure and by the DLA; whom one shows, well."""
    rng, autre = hasard("evaluations"), hasard("evaluations du dla")
    points = ("respect_cahier", "ecoute", "expertise", "utilite", "delais", "recommandation")
    niveau = {p.cle: rng.choices((5, 4, 3, 2), weights=(40, 42, 14, 4))[0] for p in france.prestataires}
    niveau |= {cle: max(niveau[cle], BIEN_NOTE) for cle in montres}
    rows = []
    for c in france.commandes:
        if c.paye is None or rng.random() > 0.7:
            continue
        for partie in ("structure", "dla"):
            notes = {p: min(5, max(1, niveau[c.prestataire] + rng.choice((-1, 0, 0, 1)))) for p in points}
            autres: dict[str, int | None] = {
                p: min(5, max(1, niveau[c.prestataire] + autre.choice((-1, 0, 0, 1))))
                for p in ("pedagogie", "appropriation", *DU_DLA)
            }
            if partie != "dla":
                autres |= dict.fromkeys(DU_DLA)
            commentaire = rng.choice(textes.COMMENTAIRES) if notes["recommandation"] > 3 else ""
            rows.append(
                {
                    "commande_id": c.cle,
                    "partie": partie,
                    **notes,
                    **autres,
                    "commentaire": commentaire,
                    "rendue_le": instant(c.paye + timedelta(days=5), 11),
                }
            )
    lots.verser(Evaluation, rows)
