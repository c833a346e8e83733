"""The line of steps of an order: what is done, by whom and when, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.commandes import rules
from dla_market.commandes.acte import est_tripartite
from dla_market.commandes.models import Commande, EtatCommande, EtatLivrable
from dla_market.commandes.operations_execution import certifie_centimes
from dla_market.commandes.operations_factures import paye_centimes
from dla_market.commandes.states import LIBELLES_COMMANDE
from dla_market.web.filters import jour, montant_exact, pluriel

TONS = {
    EtatCommande.A_SIGNER: "alerte",
    EtatCommande.SIGNEE_DLA: "alerte",
    EtatCommande.SIGNEE_PRESTATAIRE: "alerte",
    EtatCommande.SIGNEE: "alerte",
    EtatCommande.NOTIFIEE: "info",
    EtatCommande.EXECUTEE: "info",
    EtatCommande.SOLDEE: "succes",
    EtatCommande.ANNULEE: "neutre",
}


@dataclass(frozen=True)
class Etape:
    """One step, as the component draws it."""

    libelle: str
    etat: str
    detail: str = ""
    url: str | None = None


def libelle_etat(commande: Commande) -> str:
    """The state in words."""
    libelle = LIBELLES_COMMANDE[commande.etat]
    return libelle[0].upper() + libelle[1:]


def etapes(commande: Commande) -> list[Etape]:
    """From drawn up to paid; the first one not done is the current one."""
    faits = [("Établie", jour(commande.etablie_le)), *_signatures(commande), *_suite(commande)]
    lignes: list[Etape] = []
    for libelle, detail in faits:
        courant = detail is None and all(e.etat == "fait" for e in lignes)
        etat = "fait" if detail is not None else "courant" if courant else "a_venir"
        lignes.append(Etape(libelle, etat, detail or _avancement(commande, libelle)))
    if commande.etat is EtatCommande.ANNULEE:
        faites = [e for e in lignes if e.etat == "fait"]
        return [*faites, Etape("Annulée", "courant", "avant sa notification")]
    return lignes


def _signatures(commande: Commande) -> list[tuple[str, str | None]]:
    signees = {s.partie: f"{s.nom}, {jour(s.instant)}" for s in commande.signatures}
    parties = [rules.DLA, rules.PRESTATAIRE] + ([rules.STRUCTURE] if est_tripartite(commande) else [])
    return [(f"Signée par {rules.LIBELLES_PARTIE[p]}", signees.get(p)) for p in parties]


def _suite(commande: Commande) -> list[tuple[str, str | None]]:
    remis = bool(commande.livrables) and all(x.etat is EtatLivrable.ACCEPTE for x in commande.livrables)
    certifie = certifie_centimes(commande) >= commande.ttc_centimes > 0
    solde = commande.etat is EtatCommande.SOLDEE
    decisions = [x.decide_le for x in commande.livrables if x.decide_le]
    certifications = [s.certifie_le for s in commande.services_faits if s.certifie_le]
    paiements = [f.paiement.jour for f in commande.factures if f.paiement]
    return [
        ("Notifiée", jour(commande.notifiee_le) if commande.notifiee_le else None),
        ("Livrables acceptés", _le(remis or solde, jour(max(decisions)) if decisions else "")),
        (
            "Service fait certifié",
            _le(certifie or solde, jour(max(certifications)) if certifications else ""),
        ),
        ("Payée", _le(solde, jour(max(paiements)) if paiements else "")),
    ]


def _le(fait: bool, quand: str) -> str | None:
    return quand if fait else None


def _avancement(commande: Commande, libelle: str) -> str:
    """How far a step that is not done has gone."""
    acceptes = sum(x.etat is EtatLivrable.ACCEPTE for x in commande.livrables)
    if libelle == "Livrables acceptés" and acceptes:
        return f"{acceptes} sur {pluriel(len(commande.livrables), 'livrable')}"
    if libelle == "Service fait certifié" and certifie_centimes(commande):
        return f"{montant_exact(certifie_centimes(commande))} certifiés"
    if libelle == "Payée" and paye_centimes(commande):
        return f"{montant_exact(paye_centimes(commande))} payés"
    return ""
