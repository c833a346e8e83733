"""The seal of offers: the one module that unseals them, and the only gate to what they say.

One key a consultation, wrapped by the key outside the database; one key a revision of an offer, wrapped by
the consultation's; the content in JSON, padded to steps of 64 KiB, bound to consultation, offer, revision
and part, so that nothing can be moved or put back (reliability B1). The receipt's fingerprint is salted and
the salt stands inside the seal: a guessed price cannot be tried against it (B5).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import structlog

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, Role
from dla_market.consultations import rules
from dla_market.consultations.cahier import canonique
from dla_market.consultations.models import Consultation, EtatOffre, Offre
from dla_market.consultations.rules import ContenuOffre
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre, CoffreInutilisable, Illisible
from dla_market.kernel.errors import RefusMetier

log = structlog.get_logger(__name__)

PAS = 64 * 1024
OCTETS_SEL = 32
OUVREURS = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE})


@dataclass(frozen=True)
class Scelle:
    """A sealed revision: what is stored, and nothing that says what it holds."""

    contenu: bytes
    cle_enveloppee: bytes
    empreinte: str


@dataclass(frozen=True)
class Relecture:
    """An offer as its owner reads it again, with the salt that makes the receipt verifiable."""

    contenu: ContenuOffre
    sel: str


def creer_cle(coffre: Coffre, consultation_id: int) -> tuple[bytes, str]:
    """A consultation's own key, wrapped, with the version of what wraps it.

    Proved by a round trip before any offer depends on it: raises CoffreInutilisable where what is sealed
    does not open again.
    """
    contexte = _contexte_consultation(consultation_id)
    enveloppe, version = coffre.envelopper(coffre.nouvelle_cle(), contexte)
    temoin = secrets.token_bytes(OCTETS_SEL)
    try:
        bloc = coffre.sceller(coffre.developper(enveloppe, contexte, version), temoin, contexte)
        relu = coffre.desceller(coffre.developper(enveloppe, contexte, version), bloc, contexte)
    except Illisible as erreur:
        raise CoffreInutilisable("ce qui est scellé ne se rouvre pas") from erreur
    if relu != temoin:
        raise CoffreInutilisable("ce qui est scellé ne se rouvre pas à l’identique")
    return enveloppe, version


def renouveler_cle(coffre: Coffre, consultation: Consultation) -> None:
    """Wrap the consultation's key with the present outermost key. Raises Illisible."""
    consultation.cle_enveloppee, consultation.cle_version = coffre.renouveler(
        consultation.cle_enveloppee, _contexte_consultation(consultation.id), consultation.cle_version
    )


def cle_lisible(coffre: Coffre, consultation: Consultation) -> bool:
    """Whether the file of keys opens this consultation's key; nothing is read of its offers."""
    try:
        _cle_consultation(coffre, consultation)
    except Illisible:
        return False
    return True


def sceller(
    coffre: Coffre, consultation: Consultation, offre_id: str, revision: int, contenu: ContenuOffre
) -> Scelle:
    """Seal one revision of an offer under a key of its own, with a fresh salt."""
    sel = secrets.token_bytes(OCTETS_SEL)
    texte = texte_de(contenu)
    clair = canonique({"contenu": texte, "sel": sel.hex()}).encode()
    clair += b" " * (-len(clair) % PAS)  # JSON ignores it, and no length betrays a text
    cle = coffre.nouvelle_cle()
    return Scelle(
        contenu=coffre.sceller(cle, clair, _contexte(consultation.id, offre_id, revision, "contenu")),
        cle_enveloppee=coffre.sceller(
            _cle_consultation(coffre, consultation),
            cle,
            _contexte(consultation.id, offre_id, revision, "cle"),
        ),
        empreinte=engagement(sel, texte),
    )


def texte_de(contenu: ContenuOffre) -> str:
    """The canonical text of an offer, that the receipt is made on."""
    return canonique(asdict(contenu))


def engagement(sel: bytes, texte: str) -> str:
    """The receipt's fingerprint: SHA-256 of the salt followed by the canonical text."""
    return hashlib.sha256(sel + texte.encode()).hexdigest()


def lire_la_sienne(coffre: Coffre, acteur: Acteur, consultation: Consultation, offre: Offre) -> Relecture:
    """An offer for its owner, at any time. Raises RefusMetier for anybody else, Illisible where altered.

    Written to the technical log, content aside: a page that only reads cannot write in the journal (B2).
    """
    if acteur.role not in DU_PRESTATAIRE or acteur.organisation_id != offre.prestataire_id:
        raise RefusMetier("Une offre scellée ne se lit que par son auteur.")
    log.info("offre.relue", utilisateur=acteur.utilisateur_id, consultation=consultation.id)
    return _desceller(coffre, consultation, offre)


def ouvrir(
    coffre: Coffre, acteur: Acteur, consultation: Consultation, offres: Iterable[Offre]
) -> dict[str, ContenuOffre | None]:
    """The gate: what the offers received in time say, by id, None for one that does not open.

    Raises RefusMetier before the deadline's row has passed, once opened, and for anybody but the DLA that
    launched. Drafts, withdrawn and late offers stay sealed whatever is asked.
    """
    if acteur.role not in OUVREURS or acteur.organisation_id != consultation.ingenierie.dla_id:
        raise RefusMetier("Seul le DLA qui a lancé la consultation ouvre les offres.")
    if not rules.ouvrable(clock.now(), consultation.limite_offre):
        raise RefusMetier("Les offres ne s’ouvrent pas avant la fin du délai de réponse.")
    if consultation.ouverte_le is not None:
        raise RefusMetier("Les offres ont déjà été ouvertes.")
    lues: dict[str, ContenuOffre | None] = {}
    for offre in offres:
        if offre.etat is not EtatOffre.DEPOSEE or offre.hors_delai:
            continue
        try:
            lues[offre.id] = _desceller(coffre, consultation, offre).contenu
        except Illisible:
            lues[offre.id] = None  # one unreadable offer never holds back the others (B2)
    return lues


def _desceller(coffre: Coffre, consultation: Consultation, offre: Offre) -> Relecture:
    cle = coffre.desceller(
        _cle_consultation(coffre, consultation),
        offre.cle_enveloppee,
        _contexte(consultation.id, offre.id, offre.revision, "cle"),
    )
    clair = coffre.desceller(
        cle, offre.contenu, _contexte(consultation.id, offre.id, offre.revision, "contenu")
    )
    try:
        brut = json.loads(clair)
        contenu = ContenuOffre(**json.loads(brut["contenu"]))
        attendue = engagement(bytes.fromhex(brut["sel"]), brut["contenu"])
    except (KeyError, TypeError, ValueError) as erreur:
        raise Illisible("ce contenu n’est pas une offre") from erreur
    if not secrets.compare_digest(attendue, offre.empreinte):
        raise Illisible("ce contenu n’est pas celui de l’accusé de réception")
    return Relecture(contenu, brut["sel"])


def _cle_consultation(coffre: Coffre, consultation: Consultation) -> bytes:
    return coffre.developper(
        consultation.cle_enveloppee, _contexte_consultation(consultation.id), consultation.cle_version
    )


def _contexte_consultation(consultation_id: int) -> str:
    return f"consultation|{consultation_id}"


def _contexte(consultation_id: int, offre_id: str, revision: int, partie: str) -> str:
    return f"{consultation_id}|{offre_id}|{revision}|{partie}"
