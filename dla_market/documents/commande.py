"""The order as a PDF: what was signed, by whom, with the fingerprint of the text."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dla_market.commandes import acte
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.commandes.rules import DELAI_PAIEMENT, DLA, PRESTATAIRE, STRUCTURE
from dla_market.documents.pdf import rendre
from dla_market.documents.typographie import instant, jour, jours, montant, taux

PARTIES = {DLA: "L’acheteur (DLA)", PRESTATAIRE: "Le prestataire", STRUCTURE: "La structure"}
FRANCHISE = "TVA non applicable, article 293 B du code général des impôts."
CONDITIONS = {
    1: (
        "Les déplacements sont compris dans le prix.",
        "Une facture suit un service fait, attesté par la structure et certifié par l’acheteur.",
        "Le solde suit l’acceptation de tout ce qui doit être remis.",
        f"L’acheteur paie dans les {DELAI_PAIEMENT.days} jours qui suivent la réception de la facture.",
        "Ce qui est remis appartient à la structure\u00a0: rien n’en est communiqué sans son accord.",
    )
}
"""The wording of each `acte.MODELE`: an old order keeps the sentences of its day."""


def nom_fichier(commande: Commande) -> str:
    """A file name without spaces or accents."""
    return f"commande-{commande.numero}.pdf"


def pdf_commande(session: Session, commande: Commande) -> bytes:
    """The PDF of an order as it stands: its frozen text, its signatures, its notification."""
    texte = acte.contenu(session, commande)
    dernier = max([commande.etablie_le, *(s.instant for s in commande.signatures)])
    return rendre(
        "commande",
        {
            **_mission(texte),
            **_prix(texte),
            "bandeau": _bandeau(commande),
            "notifiee_le": instant(commande.notifiee_le),
            "signatures": [
                {"partie": PARTIES[s.partie], "nom": s.nom, "instant": instant(s.instant)}
                for s in commande.signatures
            ],
            "empreinte": acte.empreinte(session, commande),
        },
        titre=f"Commande {texte['numero']}",
        cree_le=max(dernier, commande.notifiee_le or dernier),
    )


def _bandeau(commande: Commande) -> str:
    if commande.etat is EtatCommande.ANNULEE:
        return "Commande annulée avant sa notification\u00a0: elle n’engage personne."
    if commande.notifiee_le is None:
        return "Projet\u00a0: cette commande n’engage qu’après sa notification."
    return ""


def _mission(texte: dict[str, Any]) -> dict[str, Any]:
    dla, prestataire = texte["dla"], texte["prestataire"]
    return {
        "numero": texte["numero"],
        "objet": texte["objet"],
        "ingenierie": texte["ingenierie"],
        "etablie_le": jour(texte["etablie_le"]),
        "debut": jour(texte["debut"]),
        "fin": jour(texte["fin"]),
        "acheteur": {
            "nom": f"{dla['nom']}, porté par {dla['porteuse']}",
            "details": _details(dla["adresse"], "SIREN", dla["siren"]),
        },
        "prestataire": {
            "nom": prestataire["nom"],
            "details": _details(prestataire["adresse"], "SIRET", prestataire["siret"]),
        },
        "structures": [
            {"nom": s["nom"], "details": _details(s["commune"], "SIRET", s["siret"])}
            for s in texte["structures"]
        ],
        "prestations": [
            {"thematique": p["thematique"], "jours": jours(p["jours_centiemes"])}
            for p in texte["prestations"]
        ],
        "jours": jours(texte["jours_centiemes"]),
        "livrables": texte["livrables"],
        "conditions": list(CONDITIONS[texte["modele"]]),
        "cahier_empreinte": texte["cahier_empreinte"],
    }


def _prix(texte: dict[str, Any]) -> dict[str, str]:
    avec_tva = texte["tva_dix_millemes"] > 0
    return {
        "ht": montant(texte["ht_centimes"]),
        "tva": montant(texte["tva_centimes"]),
        "tva_libelle": f"TVA à {taux(texte['tva_dix_millemes'])}" if avec_tva else "TVA",
        "ttc": montant(texte["ttc_centimes"]),
        "mention_tva": "" if avec_tva else FRANCHISE,
    }


def _details(adresse: str, nom: str, numero: str) -> str:
    return ", ".join(filter(None, [adresse, f"{nom}\u00a0{numero}" if numero else ""]))
