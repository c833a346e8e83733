"""What a pièce is worth today, what a deposit must say, when its lack matters (domain 7.1, R32, R34)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Protocol

from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers.genres import BUREAU, MEBIOCTET, SCANS, Usage
from dla_market.pieces.models import EtatPiece, GenrePiece

PREAVIS_JOURS = 30
SEUILS_ALERTE = (30, 15, 0)
"""Days before its last day at which the prestataire is told, once each."""

CODE_SECURITE = re.compile(r"[A-Z0-9]{15}")
CENT = 100
G = GenrePiece


class EtatMontre(Enum):
    """What a reader is told of a kind of pièce."""

    MANQUANTE = "manquante"
    A_VERIFIER = "a_verifier"
    VALIDE = "valide"
    BIENTOT_EXPIREE = "bientot_expiree"
    EXPIREE = "expiree"
    REFUSEE = "refusee"
    REMPLACEE = "remplacee"


LIBELLES_ETAT = {
    EtatMontre.MANQUANTE: "Non déposée",
    EtatMontre.A_VERIFIER: "À vérifier",
    EtatMontre.VALIDE: "Valide",
    EtatMontre.BIENTOT_EXPIREE: "Expire bientôt",
    EtatMontre.EXPIREE: "Expirée",
    EtatMontre.REFUSEE: "Refusée",
    EtatMontre.REMPLACEE: "Remplacée",
}
TONS = {
    EtatMontre.MANQUANTE: "neutre",
    EtatMontre.A_VERIFIER: "info",
    EtatMontre.VALIDE: "succes",
    EtatMontre.BIENTOT_EXPIREE: "alerte",
    EtatMontre.EXPIREE: "erreur",
    EtatMontre.REFUSEE: "erreur",
    EtatMontre.REMPLACEE: "neutre",
}
VALABLES = (EtatMontre.VALIDE, EtatMontre.BIENTOT_EXPIREE)

LIBELLES_GENRE = {
    G.VIGILANCE: "Attestation de vigilance (Urssaf ou MSA)",
    G.RC_PRO: "Assurance responsabilité civile professionnelle",
    G.FISCALE: "Attestation de régularité fiscale",
    G.IDENTITE: "Extrait Kbis ou avis Sirene",
    G.RIB: "RIB",
    G.HONNEUR: "Attestation sur l’honneur",
    G.SALARIES_ETRANGERS: "Liste des salariés étrangers, ou déclaration qu’il n’y en a pas",
}
EXPLICATIONS = {
    G.VIGILANCE: "Demandée à partir de 5\u202f000\u00a0€ HT de commandes dans l’année. Elle vaut 6 mois.",
    G.RC_PRO: "Demandée au moment de vous attribuer une mission.",
    G.FISCALE: "Elle se télécharge dans votre espace professionnel sur impots.gouv.fr. Elle vaut un an.",
    G.IDENTITE: "Un document de moins de 3 mois.",
    G.RIB: "Lu seulement par qui paie vos factures : la gestion et la responsabilité d’un DLA qui vous a "
    "commandé une mission.",
    G.HONNEUR: "Signée par la personne qui engage votre organisation. Elle vaut un an.",
    G.SALARIES_ETRANGERS: "Salariés étrangers soumis à autorisation de travail. Elle vaut 6 mois.",
}
RESERVEES = frozenset({G.RIB})
"""Kinds whose very state is for the prestataire and for who pays it."""

INSTRUITES = frozenset({G.VIGILANCE, G.RC_PRO, G.FISCALE, G.IDENTITE, G.HONNEUR})
"""Kinds that a region reads while it examines a request for référencement: what tells that the firm exists,
is insured and in order. Not where it is paid, nor who its employees are: these concern who orders from it."""

USAGES = dict.fromkeys(GenrePiece, Usage(SCANS, 10 * MEBIOCTET)) | {
    G.SALARIES_ETRANGERS: Usage(BUREAU, 10 * MEBIOCTET)
}
"""What each kind accepts: an official paper comes as a PDF or a picture, a list may come as it was typed."""

OCTETS_MAX = max(usage.octets for usage in USAGES.values())


class VersionPiece(Protocol):
    """What the rules need to know of a pièce."""

    @property
    def genre(self) -> GenrePiece: ...  # noqa: D102  # see models.Piece

    @property
    def etat(self) -> EtatPiece: ...  # noqa: D102  # see models.Piece

    @property
    def fin(self) -> date | None: ...  # noqa: D102  # see models.Piece


@dataclass(frozen=True)
class Saisie:
    """What a deposit says of its document."""

    emise_le: date
    fin: date | None = None
    numero: str = ""
    code_securite: str = ""
    assureur: str = ""
    montant_centimes: int | None = None


def dans_mois(jour: date, mois: int) -> date:
    """The same day `mois` months on; the month's last day where it has none such."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, rang + 1, min(jour.day, calendar.monthrange(annee, rang + 1)[1]))


def etat_montre(piece: VersionPiece, today: date, preavis_jours: int = PREAVIS_JOURS) -> EtatMontre:
    """What a version is worth today; queries.sql_etat says the same in SQL."""
    if piece.etat is EtatPiece.REFUSEE:
        return EtatMontre.REFUSEE
    if piece.etat is EtatPiece.REMPLACEE:
        return EtatMontre.REMPLACEE
    if piece.fin is not None and piece.fin < today:
        return EtatMontre.EXPIREE
    if piece.etat is EtatPiece.DEPOSEE:
        return EtatMontre.A_VERIFIER
    if piece.fin is not None and piece.fin <= today + timedelta(days=preavis_jours):
        return EtatMontre.BIENTOT_EXPIREE
    return EtatMontre.VALIDE


def etat_du_genre(
    versions: Iterable[VersionPiece], today: date, preavis_jours: int = PREAVIS_JOURS
) -> EtatMontre:
    """What a kind is worth today, of its versions, the latest first: one that holds, else one that waits,
    else the latest; « missing » without any but replaced ones.
    """
    etats = [etat_montre(piece, today, preavis_jours) for piece in versions]
    vivants = [etat for etat in etats if etat is not EtatMontre.REMPLACEE]
    for cherche in (*VALABLES, EtatMontre.A_VERIFIER):
        if cherche in vivants:
            return cherche
    return vivants[0] if vivants else EtatMontre.MANQUANTE


def code_net(code: str) -> str:
    """A security code as the Urssaf writes it: capitals and digits, without the spaces people add."""
    return "".join(code.split()).upper()


def verifier_saisie(genre: GenrePiece, saisie: Saisie, today: date) -> None:
    """Raises RefusMetier, at its field, for what the kind asks for and the deposit does not say."""
    if saisie.emise_le > today:
        raise RefusMetier("Ce document ne peut pas être daté d’un jour à venir.", champ="emise_le")
    if genre is G.VIGILANCE and not CODE_SECURITE.fullmatch(saisie.code_securite):
        raise RefusMetier(
            "Recopiez le code de sécurité : 15 lettres et chiffres, en bas de l’attestation.",
            champ="code_securite",
        )
    if genre is not G.RC_PRO:
        return
    if not saisie.assureur.strip():
        raise RefusMetier("Dites le nom de l’assureur.", champ="assureur")
    if not saisie.numero.strip():
        raise RefusMetier("Recopiez le numéro du contrat.", champ="numero")
    if not saisie.montant_centimes:
        raise RefusMetier("Dites le montant garanti.", champ="montant")
    if saisie.fin is None:
        raise RefusMetier("Dites le dernier jour couvert.", champ="fin")


def fin_de(genre: GenrePiece, saisie: Saisie, mois: int | None, today: date) -> date | None:
    """The last day that a document holds: its own for an insurance, else `mois` months after its date.

    Raises RefusMetier for one that is already over: it would be of no use to anyone.
    """
    if genre is G.RC_PRO:
        fin, champ = saisie.fin, "fin"
    else:
        fin, champ = (None if mois is None else dans_mois(saisie.emise_le, mois)), "emise_le"
    if fin is not None and fin < saisie.emise_le:
        raise RefusMetier("Le dernier jour couvert vient avant la date du document.", champ=champ)
    if fin is not None and fin < today:
        raise RefusMetier("Ce document n’est plus valable : déposez-en un plus récent.", champ=champ)
    return fin


def verifier_acceptation(genre: GenrePiece, *, authentique: bool, fin: date | None, today: date) -> None:
    """Raises RefusMetier for an expired document, or a vigilance whose code nobody has checked (R32)."""
    if fin is not None and fin < today:
        raise RefusMetier("Ce document n’est plus valable : refusez-le en demandant le nouveau.")
    if genre is G.VIGILANCE and not authentique:
        raise RefusMetier(
            "Vérifiez d’abord le code de sécurité sur le site de l’Urssaf, puis cochez la case.",
            champ="authentique",
        )


def seuil_a_annoncer(fin: date, today: date, envoyes: Iterable[int]) -> int | None:
    """The alert that is due: the nearest threshold reached and not yet told; None once it is over.

    After a stop of several days one alert goes out, not three.
    """
    reste = (fin - today).days
    atteints = [seuil for seuil in SEUILS_ALERTE if reste <= seuil]
    if reste < 0 or not atteints or min(atteints) in set(envoyes):
        return None
    return min(atteints)


def vigilance_demandee(ht_centimes: int, seuil_euros: int) -> bool:
    """Whether orders of that sum within a year call for an attestation de vigilance (R32)."""
    return ht_centimes >= seuil_euros * CENT


def phrase_vigilance(
    etats: Mapping[GenrePiece, EtatMontre], ht_centimes: int, seuil_euros: int
) -> str | None:
    """The rule and what is missing, in plain words; None where nothing is."""
    etat = etats.get(G.VIGILANCE, EtatMontre.MANQUANTE)
    if not vigilance_demandee(ht_centimes, seuil_euros) or etat in VALABLES:
        return None
    seuil = f"{seuil_euros:,}".replace(",", "\u202f")
    return (
        f"L’attestation de vigilance du prestataire est {MANQUES[etat]}. À partir de {seuil}\u00a0€ HT "
        "commandés dans l’année au même prestataire, la loi demande à l’acheteur de l’obtenir à la signature "
        "puis tous les six mois."
    )


def phrase_rc_pro(etats: Mapping[GenrePiece, EtatMontre]) -> str | None:
    """The same for the insurance, asked at the award (R34)."""
    etat = etats.get(G.RC_PRO, EtatMontre.MANQUANTE)
    if etat in VALABLES:
        return None
    return (
        f"L’assurance responsabilité civile professionnelle du prestataire est {MANQUES[etat]}. "
        "Elle se demande avant d’attribuer une mission."
    )


MANQUES = {
    EtatMontre.MANQUANTE: "absente",
    EtatMontre.A_VERIFIER: "déposée, mais personne ne l’a encore vérifiée",
    EtatMontre.EXPIREE: "expirée",
    EtatMontre.REFUSEE: "refusée",
}
"""How the lack of a document is said within a sentence."""
