"""The text of an order: frozen when it is drawn up, then signed by its fingerprint (reliability D3, I7)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.commandes import rules
from dla_market.commandes.models import Commande
from dla_market.ingenieries.models import TypeIngenierie
from dla_market.kernel.clock import a_paris
from dla_market.referentiel.models import Thematique

MODELE = 1
"""Which wording the parties signed: the PDF of an old order keeps the wording of its day."""


def est_tripartite(commande: Commande) -> bool:
    """Whether the structure signs too: for an ingénierie individuelle (domain 14)."""
    return commande.ingenierie.type is TypeIngenierie.INDIVIDUELLE


def composer(session: Session, commande: Commande, livrables: list[str], cahier_empreinte: str) -> str:
    """The canonical JSON of what the parties sign: names, mission, deliverables, amounts in centimes."""
    porteuse, prestataire, ingenierie = commande.dla.porteuse, commande.prestataire, commande.ingenierie
    themes = {theme.code: theme.libelle for theme in session.scalars(select(Thematique))}
    contenu = {
        "modele": MODELE,
        "numero": commande.numero,
        "etablie_le": a_paris(commande.etablie_le).date(),
        "objet": commande.objet,
        "ingenierie": ingenierie.reference,
        "tripartite": est_tripartite(commande),
        "dla": {
            "nom": commande.dla.nom,
            "porteuse": porteuse.nom,
            "siren": porteuse.siren,
            "adresse": porteuse.adresse,
        },
        "prestataire": {
            "nom": prestataire.nom,
            "siret": prestataire.siret or "",
            "adresse": ", ".join(filter(None, [prestataire.adresse, prestataire.commune])),
        },
        "structures": [
            {"nom": p.structure.nom, "siret": p.structure.siret or "", "commune": p.structure.commune}
            for p in ingenierie.participations
        ],
        "prestations": [
            {"thematique": themes.get(p.thematique_code, ""), "jours_centiemes": p.jours_centiemes}
            for p in ingenierie.prestations
        ],
        "livrables": livrables,
        "jours_centiemes": commande.jours_centiemes,
        "ht_centimes": commande.ht_centimes,
        "tva_dix_millemes": commande.tva_dix_millemes,
        "tva_centimes": commande.tva_centimes,
        "ttc_centimes": commande.ttc_centimes,
        "debut": commande.debut,
        "fin": commande.fin,
        "cahier_empreinte": cahier_empreinte,
    }
    return json.dumps(contenu, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def texte(session: Session, commande: Commande) -> str:
    """The frozen text; for an order that comes from elsewhere, the text that its rows make."""
    if commande.contenu:
        return commande.contenu
    return composer(session, commande, [livrable.libelle for livrable in commande.livrables], "")


def contenu(session: Session, commande: Commande) -> dict[str, Any]:
    """The same, read."""
    lu: dict[str, Any] = json.loads(texte(session, commande))
    return lu


def empreinte(session: Session, commande: Commande) -> str:
    """SHA-256 of the text, in hexadecimal: what each signature holds."""
    return hashlib.sha256(texte(session, commande).encode()).hexdigest()


def signatures_conformes(session: Session, commande: Commande) -> bool:
    """Whether every signature is of the text as it stands."""
    attendue = empreinte(session, commande)
    return all(signature.empreinte == attendue for signature in commande.signatures)


def partie_attendue(commande: Commande) -> str | None:
    """Whose turn it is to sign."""
    return rules.partie_attendue(commande.etat, tripartite=est_tripartite(commande))


def partie_de(organisation_id: int, commande: Commande) -> str | None:
    """Which party of the order an organisation is, None for none."""
    if organisation_id == commande.dla_id:
        return rules.DLA
    if organisation_id == commande.prestataire_id:
        return rules.PRESTATAIRE
    if organisation_id in {p.structure_id for p in commande.ingenierie.participations}:
        return rules.STRUCTURE
    return None
