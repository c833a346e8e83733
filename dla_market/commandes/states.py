"""What may follow what, for an order and what hangs on it (domain 4.11, 4.13 to 4.15)."""

from __future__ import annotations

from dla_market.commandes.models import EtatCommande, EtatFacture, EtatLivrable, EtatServiceFait
from dla_market.kernel.states import Parcours

LIBELLES_COMMANDE = {
    EtatCommande.A_SIGNER: "à signer",
    EtatCommande.SIGNEE_DLA: "signée par le DLA",
    EtatCommande.SIGNEE_PRESTATAIRE: "signée par le prestataire",
    EtatCommande.SIGNEE: "signée par tous",
    EtatCommande.NOTIFIEE: "notifiée",
    EtatCommande.EXECUTEE: "exécutée",
    EtatCommande.SOLDEE: "soldée",
    EtatCommande.ANNULEE: "annulée",
}

_AVANT_NOTIFICATION = (
    EtatCommande.A_SIGNER,
    EtatCommande.SIGNEE_DLA,
    EtatCommande.SIGNEE_PRESTATAIRE,
    EtatCommande.SIGNEE,
)

_APRES_SIGNATURES = (
    ("notifier", [EtatCommande.SIGNEE], EtatCommande.NOTIFIEE),
    ("annuler", _AVANT_NOTIFICATION, EtatCommande.ANNULEE),
    ("executer", [EtatCommande.NOTIFIEE], EtatCommande.EXECUTEE),
    ("solder", [EtatCommande.EXECUTEE], EtatCommande.SOLDEE),
)

TRIPARTITE: Parcours[EtatCommande] = Parcours(
    "la commande",
    LIBELLES_COMMANDE,
    [
        ("signer", [EtatCommande.A_SIGNER], EtatCommande.SIGNEE_DLA),
        ("signer", [EtatCommande.SIGNEE_DLA], EtatCommande.SIGNEE_PRESTATAIRE),
        ("signer", [EtatCommande.SIGNEE_PRESTATAIRE], EtatCommande.SIGNEE),
        *_APRES_SIGNATURES,
    ],
)
"""An ingénierie individuelle: the DLA, the provider, then the structure sign."""

BIPARTITE: Parcours[EtatCommande] = Parcours(
    "la commande",
    {e: libelle for e, libelle in LIBELLES_COMMANDE.items() if e != EtatCommande.SIGNEE_PRESTATAIRE},
    [
        ("signer", [EtatCommande.A_SIGNER], EtatCommande.SIGNEE_DLA),
        ("signer", [EtatCommande.SIGNEE_DLA], EtatCommande.SIGNEE),
        *((v, [e for e in de if e != EtatCommande.SIGNEE_PRESTATAIRE], a) for v, de, a in _APRES_SIGNATURES),
    ],
)
"""An ingénierie collective: the DLA, then the provider (domain 14)."""


def parcours_de(*, tripartite: bool) -> Parcours[EtatCommande]:
    """The life of an order: with or without the structure's signature."""
    return TRIPARTITE if tripartite else BIPARTITE


LIVRABLE = Parcours(
    "le livrable",
    {
        EtatLivrable.PREVU: "attendu",
        EtatLivrable.REMIS: "remis, à relire",
        EtatLivrable.ACCEPTE: "accepté",
        EtatLivrable.REFUSE: "à reprendre",
    },
    [
        ("remettre", [EtatLivrable.PREVU, EtatLivrable.REFUSE], EtatLivrable.REMIS),
        ("accepter", [EtatLivrable.REMIS], EtatLivrable.ACCEPTE),
        ("refuser", [EtatLivrable.REMIS], EtatLivrable.REFUSE),
    ],
)

SERVICE_FAIT = Parcours(
    "le service fait",
    {EtatServiceFait.ATTESTE: "attesté par la structure", EtatServiceFait.CERTIFIE: "certifié par le DLA"},
    [("certifier", [EtatServiceFait.ATTESTE], EtatServiceFait.CERTIFIE)],
)

FACTURE = Parcours(
    "la facture",
    {
        EtatFacture.RECUE: "à contrôler",
        EtatFacture.VALIDEE: "à payer",
        EtatFacture.PAYEE: "payée",
        EtatFacture.REJETEE: "rejetée",
    },
    [
        ("valider", [EtatFacture.RECUE], EtatFacture.VALIDEE),
        ("rejeter", [EtatFacture.RECUE], EtatFacture.REJETEE),
        ("payer", [EtatFacture.VALIDEE], EtatFacture.PAYEE),
    ],
)
