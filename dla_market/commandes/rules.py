"""Rules of an order, pure: amounts in centimes, days in hundredths, rates in ten-thousandths."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dla_market.commandes.models import EtatCommande
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.money import en_euros, tva_centimes

DLA, PRESTATAIRE, STRUCTURE = "dla", "prestataire", "structure"
LIBELLES_PARTIE = {DLA: "le DLA", PRESTATAIRE: "le prestataire", STRUCTURE: "la structure"}

DELAI_PAIEMENT = timedelta(days=30)
"""From the day that the invoice comes in (domain R35)."""

TOLERANCE_TVA_CENTIMES = 5
"""An invoice may round its VAT line by line: this far from the total's own VAT is still right."""

LIVRABLE_PAR_DEFAUT = "Rapport final"
LONGUEUR_LIBELLE = 200

_PUCE = re.compile(r"^\s*(?:[-–—•*·]|\d+[.)])\s*")
_ESPACE = "\u00a0"


def partie_attendue(etat: EtatCommande, *, tripartite: bool) -> str | None:
    """Whose turn it is to sign, None when nobody's."""
    if etat == EtatCommande.A_SIGNER:
        return DLA
    if etat == EtatCommande.SIGNEE_DLA:
        return PRESTATAIRE
    if etat == EtatCommande.SIGNEE_PRESTATAIRE and tripartite:
        return STRUCTURE
    return None


def libelles_livrables(texte: str) -> list[str]:
    """The deliverables of a cahier, one a line, bullets removed; a final report where it names none."""
    lignes = [_PUCE.sub("", ligne).strip()[:LONGUEUR_LIBELLE] for ligne in texte.splitlines()]
    return [ligne for ligne in lignes if ligne] or [LIVRABLE_PAR_DEFAUT]


def verifier_attestation(
    montant_centimes: int, *, ttc_centimes: int, deja_centimes: int, livrables_acceptes: bool
) -> None:
    """What the structure may attest: up to what remains, the last part once all is handed over (R37).

    Raises RefusMetier on the field `montant`.
    """
    reste = ttc_centimes - deja_centimes
    if reste <= 0:
        raise RefusMetier("Toute la commande est déjà attestée.", champ="montant")
    if montant_centimes <= 0:
        raise RefusMetier("Le montant attesté doit être supérieur à zéro.", champ="montant")
    if montant_centimes > reste:
        raise RefusMetier(
            f"Il reste {en_euros(reste)} à attester{_ESPACE}: le montant ne peut pas dépasser.",
            champ="montant",
        )
    if montant_centimes == reste and not livrables_acceptes:
        raise RefusMetier(
            "Le solde s’atteste quand tous les livrables sont acceptés. "
            "Acceptez-les d’abord, ou attestez une partie seulement.",
            champ="montant",
        )


def verifier_certification(acteur_id: int, atteste_par_id: int | None) -> None:
    """Two people: one attests, another certifies (domain 4.14)."""
    if acteur_id == atteste_par_id:
        raise RefusMetier("Vous avez attesté ce service fait. Une autre personne du DLA doit le certifier.")


def verifier_facture(
    *,
    numero: str,
    numeros_connus: Iterable[str],
    ht_centimes: int,
    tva_facture_centimes: int,
    ttc_centimes: int,
    tva_dix_millemes: int,
    certifie_centimes: int,
    deja_facture_centimes: int,
) -> None:
    """The checks on an invoice as it comes in (domain 4.15, 7.12, R28, R29).

    `deja_facture_centimes` leaves rejected invoices out; `numeros_connus` are the provider's own, which a
    rejected invoice keeps. Raises RefusMetier on the field at fault.
    """
    if normaliser_numero(numero) in {normaliser_numero(n) for n in numeros_connus}:
        raise RefusMetier(
            f"Vous avez déjà déposé une facture n° {numero}. Chaque facture porte son propre numéro.",
            champ="numero_fournisseur",
        )
    if ttc_centimes <= 0:
        raise RefusMetier("Le montant TTC doit être supérieur à zéro.", champ="ttc")
    if ht_centimes + tva_facture_centimes != ttc_centimes:
        raise RefusMetier(
            f"HT + TVA font {en_euros(ht_centimes + tva_facture_centimes)}, et non {en_euros(ttc_centimes)}.",
            champ="ttc",
        )
    attendue = tva_centimes(ht_centimes, tva_dix_millemes)
    if abs(attendue - tva_facture_centimes) > (TOLERANCE_TVA_CENTIMES if tva_dix_millemes else 0):
        raise RefusMetier(
            f"Au taux de la commande, la TVA de {en_euros(ht_centimes)} est de {en_euros(attendue)}.",
            champ="tva",
        )
    reste = certifie_centimes - deja_facture_centimes
    if reste <= 0:
        raise RefusMetier(
            "Aucun montant certifié ne reste à facturer. La facture vient après le service fait.", champ="ttc"
        )
    if ttc_centimes > reste:
        raise RefusMetier(
            f"Il reste {en_euros(reste)} de service fait certifié à facturer"
            f"{_ESPACE}: la facture ne peut pas dépasser.",
            champ="ttc",
        )


def normaliser_numero(numero: str) -> str:
    """An invoice's number, whatever its spaces and capitals."""
    return re.sub(r"\s+", "", numero).casefold()


def verifier_date_facture(emission: date, *, notifiee: date, aujourd_hui: date) -> None:
    """An invoice is dated between the order's notification and today."""
    if emission > aujourd_hui:
        raise RefusMetier("La date de la facture est dans le futur.", champ="date_emission")
    if emission < notifiee:
        raise RefusMetier(
            "La date de la facture précède la notification de la commande.", champ="date_emission"
        )


def echeance(recue: date) -> date:
    """The last day to pay an invoice that came in that day."""
    return recue + DELAI_PAIEMENT


def verifier_paiement(
    acteur_id: int,
    *,
    certificateurs: Iterable[int | None],
    jour: date,
    emission: date,
    aujourd_hui: date,
    reference: str,
) -> None:
    """Who certified does not pay (domain 4); a payment has a day, past or present, and a reference."""
    if acteur_id in set(certificateurs):
        raise RefusMetier(
            "Vous avez certifié le service fait de cette commande. Une autre personne doit la payer."
        )
    if not reference.strip():
        raise RefusMetier("Indiquez la référence du virement.", champ="reference")
    if jour > aujourd_hui:
        raise RefusMetier("La date du paiement est dans le futur.", champ="jour")
    if jour < emission:
        raise RefusMetier("La date du paiement précède celle de la facture.", champ="jour")


TAUX_JOUR_ALERTE_CENTIMES = 1_100_00
JOURS_ALERTE = {True: 600, False: 1000}
MONTANT_ALERTE_CENTIMES = 8_000_00


def alertes(*, jours_centiemes: int, ttc_centimes: int, tripartite: bool) -> list[str]:
    """What a responsable should look at twice before signing (domain R23 to R25): never a refusal."""
    trouvees = []
    if jours_centiemes > JOURS_ALERTE[tripartite]:
        trouvees.append(
            f"Plus de {JOURS_ALERTE[tripartite] // 100} jours{_ESPACE}: c’est long pour cette ingénierie."
        )
    if ttc_centimes > MONTANT_ALERTE_CENTIMES:
        trouvees.append(f"Le montant dépasse {en_euros(MONTANT_ALERTE_CENTIMES)}.")
    if jours_centiemes and ttc_centimes * 100 > TAUX_JOUR_ALERTE_CENTIMES * jours_centiemes:
        trouvees.append(f"Le prix d’une journée dépasse {en_euros(TAUX_JOUR_ALERTE_CENTIMES)} TTC.")
    return trouvees


@dataclass(frozen=True)
class Concentration:
    """Beyond either, a prestataire is flagged: its share of the year's engaged amount, its orders (R49)."""

    part_dix_millemes: int
    commandes: int


def part_pourcent(engage: int, total: int) -> int:
    """A share of the year's engaged amount in whole per cent, to the nearest, half up; 0 of nothing."""
    return (200 * engage + total) // (2 * total) if total else 0


def alertes_concentration(
    seuils: Concentration, *, engage: int, total: int, commandes: int
) -> tuple[str, ...]:
    """What to say of a prestataire that a DLA uses much this year; amounts in centimes, none up to them."""
    alertes = []
    if engage * 10_000 > total * seuils.part_dix_millemes:
        alertes.append(
            f"{part_pourcent(engage, total)}{_ESPACE}% du montant engagé cette année par votre DLA, "
            f"au-delà de {seuils.part_dix_millemes // 100}{_ESPACE}%"
        )
    if commandes > seuils.commandes:
        alertes.append(
            f"{commandes}{_ESPACE}commandes de votre DLA cette année, au-delà de {seuils.commandes}"
        )
    return tuple(alertes)


def debut_de_recul(jour: date, mois: int) -> date:
    """The same day so many months before, or the last of that month where it has no such day."""
    rang = jour.year * 12 + jour.month - 1 - mois
    annee, reste = divmod(rang, 12)
    return date(annee, reste + 1, min(jour.day, monthrange(annee, reste + 1)[1]))
