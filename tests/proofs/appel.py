"""A tender under seal: its bidders, what each of them must keep secret, and everybody who may look."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations import operations
from dla_market.consultations.models import Consultation, Invitation, OrigineSelection
from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante, unit_of_work
from dla_market.reseau.models import Financeur
from tests.consultations import monde
from tests.support import fabriques
from tests.support.http import Visiteur, connecter

PAR_APPEL = 7
"""With the one who will not answer, as many as a consultation may invite."""

FORMULAIRE = "form:has(textarea[name=comprehension])"
PRIX_NOMME = 1_234_567
"""« 12 345,67 »: the first bidder's; the others' are too long to turn up in ciphertext by chance."""


PROCHES = (
    "chargé de mission",
    "responsable",
    "référent régional",
    "structure",
    "autre DLA",
    "invité sans offre",
    "pilote",
)
"""Who stands nearest to a tender; the long campaigns ask everybody."""


@dataclass(frozen=True)
class Secret:
    """What one bidder writes: a word found in all its texts, and a price in centimes for each version."""

    mot: str
    prix: tuple[int, int]

    @property
    def canaris(self) -> list[str | int]:
        """What must be seen nowhere. An amount of seven digits is sought as written, not as four bytes."""
        longs = [p for p in self.prix if p != PRIX_NOMME]
        courts = ["1234567", "12345,67", "12345.67", "12 345,67", "12\u202f345,67", "12\u00a0345,67"]
        return [self.mot, *longs, *(courts if PRIX_NOMME in self.prix else [])]

    def saisie(self, version: int = 0) -> dict[str, str]:
        """The offer's form, filled."""
        euros, reste = divmod(self.prix[version], 100)
        return {
            "comprehension": f"Nous avons compris {self.mot} : c’est « été » & <b>fini</b>.",
            "methode": f"Méthode {self.mot} en {version + 1} étapes",
            "calendrier": f"{self.mot} de mars à juin",
            "intervenants": f"Une personne, {self.mot}@canari.example",
            "references": f"{self.mot}-offre-de-prix.pdf",
            "jours_centiemes": "4,5",
            "total_ht_centimes": f"{euros:,}".replace(",", " ") + f",{reste:02d}",
            "tva_dix_millemes": "0",
        }


@dataclass
class Appel:
    """The launched tenders, one or as many as its bidders need; `candidats` are in the order of `secrets`."""

    app: Flask
    consultations: list[int]
    invitations: list[int]
    candidats: list[Acteur]
    secrets: list[Secret]
    regards: dict[str, Acteur]
    """Who looks without owning an offer, by name."""
    biscuits: dict[tuple[int, date], str] = field(default_factory=dict)

    @property
    def canaris(self) -> list[str | int]:
        """Every bidder's: their words begin alike."""
        commun = self.secrets[0].mot[:-4]
        return [commun, *(c for s in self.secrets for c in s.canaris if c != s.mot)]

    def biscuit(self, acteur: Acteur) -> str:
        """The cookie of an actor's session, opened once a day: sessions do not last until the deadline."""
        ce_jour = acteur.adhesion_id, clock.today()
        if ce_jour not in self.biscuits:
            self.biscuits[ce_jour] = connecter(self.app, acteur)
        return self.biscuits[ce_jour]

    def saisir(self, adresse: str, rang: int, geste: str, version: int = 0) -> int:
        """What a bidder does with its offer, over HTTP: « rediger », « deposer », « retirer ». The status."""
        visiteur = Visiteur(adresse, self.biscuit(self.candidats[rang]))
        url = f"/invitations/{self.invitations[rang]}/offre"
        try:
            if geste == "retirer":
                return visiteur.envoyer(f"{url}/retirer").statut
            saisie = self.secrets[rang].saisie(version)
            _, champs = visiteur.formulaire(url, FORMULAIRE)
            if geste == "rediger":
                return visiteur.demander("POST", f"{url}/brouillon", champs | saisie).statut
            resume = visiteur.demander("POST", f"{url}/deposer", champs | saisie)
            if resume.statut != 200:
                return resume.statut
            return visiteur.demander("POST", f"{url}/deposer", champs | saisie | {"confirme": "oui"}).statut
        finally:
            visiteur.fermer()

    def ouvrir(self) -> None:
        """Open the offers, and let the DLA and the structure read them; the deadline must be past."""
        with unit_of_work() as session:
            for consultation_id in self.consultations:
                consultation = session.get_one(Consultation, consultation_id)
                charge = self.regards["chargé de mission"]
                operations.ouvrir_offres(session, charge, self.app.extensions["coffre"], consultation)
                for nom in ("chargé de mission", "responsable", "structure"):
                    operations.declarer_interet(session, self.regards[nom], consultation, sans_lien=True)


def lancer(app: Flask, offrants: int) -> Appel:
    """Tenders launched now to `offrants` bidders and one who will not answer, in the application's context.

    The clock must stand at `monde.DEBUT`.
    """
    with unit_of_work() as session:
        france = monde.peupler(session, dotation_centimes=100_000_000)
        while len(france.prestataires) < offrants + 2:
            prestataire = fabriques.un_prestataire(session, regional=france.regional)
            france.prestataires.append(prestataire)
            france.candidats.append(monde.personne(session, "Lise", prestataire, Role.PRESTATAIRE))
        consultations = [
            _consulter(session, app, france, [*range(debut, min(debut + PAR_APPEL, offrants)), offrants])
            for debut in range(0, offrants, PAR_APPEL)
        ]
        centre = fabriques.un_centre(session, "culture")
        financeur = session.scalars(select(Financeur).limit(1)).one()
        regards = {
            "chargé de mission": france.charge,
            "responsable": france.responsable,
            "gestionnaire": france.gestionnaire,
            "référent régional": france.referent,
            "structure": france.asso[0],
            "autre structure": france.asso[1],
            "autre DLA": france.autre_charge,
            "invité sans offre": france.candidats[offrants],
            "prestataire non invité": france.candidats[offrants + 1],
            "expert": fabriques.un_acteur(session, Role.EXPERT, centre),
            "coordination": fabriques.un_acteur(session, Role.COORDINATEUR, centre),
            "financeur": fabriques.un_acteur(session, Role.FINANCEUR, financeur),
            "pilote": fabriques.un_acteur(session, Role.PILOTE, fabriques.un_pilote(session)),
        }
        invitations = [
            session.scalars(
                select(func.min(Invitation.id)).where(Invitation.prestataire_id == a.organisation_id)
            ).one()
            for a in france.candidats[: offrants + 1]
        ]
        marque = f"qzk{secrets.token_hex(4)}x"
        return Appel(
            app=app,
            consultations=consultations,
            invitations=invitations,
            candidats=france.candidats[:offrants],
            secrets=[_secret(marque, rang) for rang in range(offrants)],
            regards=regards,
        )


def _consulter(session: Session, app: Flask, france: monde.Monde, rangs: list[int]) -> int:
    """Launch one tender to the providers of these ranks; its id."""
    ingenierie = monde.une_ingenierie(session, france, plafond_ttc_centimes=20_000_00)
    for rang in rangs:
        operations.ajouter_selection(
            session,
            france.charge,
            ingenierie,
            france.prestataires[rang],
            origine=OrigineSelection.CONNU,
            motif="Bonne connaissance du secteur",
        )
    coffre = app.extensions["coffre"]
    justification = "Beaucoup de monde, pour la preuve"
    consultation = operations.lancer(
        session, france.responsable, coffre, ingenierie, justification=justification
    )
    session.flush()
    return consultation.id


def _secret(marque: str, rang: int) -> Secret:
    base = 8_000_000_000 + 7_919_113 * rang
    return Secret(f"{marque}{rang:04d}", (PRIX_NOMME if rang == 0 else base, base + 3_331_017))


GESTES = (("rediger",), ("rediger", "deposer"), ("deposer", "deposer"), ("deposer", "retirer"),
          ("deposer", "retirer", "rediger"))  # fmt: skip
"""The lives of an offer before its opening; the second act of a kind is with the second version."""


def remplir(appel: Appel, adresse: str) -> None:
    """Each bidder leads one of these lives in turn; the first deposits too late, and is kept sealed."""
    for rang in range(len(appel.candidats)):
        clock.avancer_de(timedelta(seconds=30))
        for numero, geste in enumerate(GESTES[rang % len(GESTES)]):
            assert appel.saisir(adresse, rang, geste, min(numero, 1)) == 303, (rang, geste)
    clock.avancer_de(monde.APRES - clock.now())
    assert appel.saisir(adresse, 0, "deposer", 1) == 303
    session_courante().rollback()
    db.session.remove()
