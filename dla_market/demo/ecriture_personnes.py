"""Writing the accounts, and the avals of the centres, which need people to propose and confirm them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from dla_market.comptes.models import Adhesion, Utilisateur
from dla_market.demo.aleas import hasard
from dla_market.demo.lignes import France2012, Prestataire
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.demo.personnes import COMPTES, Distribution, figurants
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve

ESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://dla-market.example/demo")
PART_AVALISEE = 0.35
MOTIFS = (
    "Connaît le secteur de l’intérieur ; plusieurs structures accompagnées avec de bons retours.",
    "Intervient régulièrement avec nos réseaux ; méthode participative et rapports utiles.",
    "Bonne maîtrise des questions d’emploi et de convention collective du secteur.",
    "A mené avec nous deux actions collectives appréciées des participants.",
)
PREUVES = (
    (NaturePreuve.MISSION, "Deux missions suivies par notre équipe"),
    (NaturePreuve.MISSION, "Accompagnement collectif mené avec nos réseaux"),
    (NaturePreuve.FORMATION, "A animé la journée annuelle de formation du centre"),
    (NaturePreuve.PUBLICATION, "Co-auteur d’un guide du centre"),
    (NaturePreuve.AUTRE, "Échanges réguliers avec la tête de réseau"),
)


def ecrire_comptes(
    lots: Lots, distribution: Distribution, cles: Cles, mot_de_passe: str, aujourd_hui: date
) -> dict[str, int]:
    """Accounts with their memberships; gives the id of each by address. `mot_de_passe` is hashed already."""
    comptes = [*COMPTES, *figurants(distribution)]
    confirme = instant(aujourd_hui - timedelta(days=400), 9)
    identifiants = {c.courriel: rang for rang, c in enumerate(comptes, start=1)}
    lots.verser(
        Utilisateur,
        [
            {
                "id": identifiants[c.courriel],
                "email": c.courriel,
                "password": mot_de_passe if c.attend else None,
                "active": bool(c.attend),
                "fs_uniquifier": uuid.uuid5(ESPACE, c.courriel).hex,
                "confirmed_at": confirme,
                "prenom": c.prenom,
                "nom": c.nom,
            }
            for c in comptes
        ],
    )
    lots.verser(
        Adhesion,
        [
            {
                "id": identifiants[c.courriel],
                "utilisateur_id": identifiants[c.courriel],
                "organisation_id": cles.de_la(*distribution.places[c.place]),
                "role": c.role,
                "depuis": date(2012, 1, 1),
                "jusqu_au": None,
            }
            for c in comptes
        ],
    )
    return identifiants


def ecrire_avals(
    lots: Lots,
    france: France2012,
    distribution: Distribution,
    cles: Cles,
    comptes: dict[str, int],
    aujourd_hui: date,
) -> None:
    """Each centre vouches for a part of the specialists of its sectors; some of it has run out."""
    rng, preuves = hasard("avals"), hasard("preuves")
    roles: dict[str, dict[str, int]] = {c.place: {} for c in (*COMPTES, *figurants(distribution))}
    for c in (*COMPTES, *figurants(distribution)):
        roles[c.place][c.role.value] = comptes[c.courriel]
    rows = []
    for centre in france.centres:
        for prestataire in france.prestataires:
            secteurs = _specialites(prestataire, centre.secteurs)
            if not secteurs or rng.random() > PART_AVALISEE:
                continue
            propose = _jour(aujourd_hui, rng.randint(20, 760))
            preuve = preuves.choice(PREUVES)
            rows.append(
                {
                    "centre_id": cles.de_la("centre", centre.cle),
                    "prestataire_id": cles.de_la("prestataire", prestataire.cle),
                    "secteur_code": rng.choice(secteurs),
                    "niveau": rng.choices((2, 3), weights=(2, 3))[0],
                    "motif": rng.choice(MOTIFS),
                    "preuve_nature": preuve[0],
                    "preuve": preuve[1],
                    "etat": EtatAval.CONFIRME,
                    "propose_par_id": roles[centre.code]["expert"],
                    "propose_le": propose,
                    "confirme_par_id": roles[centre.code]["coordinateur"],
                    "confirme_le": propose + timedelta(days=6),
                    "fin": propose.date() + timedelta(days=730),
                }
            )
    lots.verser(Aval, rows)


def _specialites(prestataire: Prestataire, secteurs: tuple[str, ...]) -> list[str]:
    """The centre's sectors in which a mobilised prestataire is at the highest level."""
    if not prestataire.mobilise:
        return []
    return sorted({a.secteur for a in prestataire.activites if a.niveau == 3} & set(secteurs))


def _jour(aujourd_hui: date, jours: int) -> datetime:
    return instant(aujourd_hui - timedelta(days=jours), 10)
