"""What waits in the catalogue: a fiche to complete, to confirm, to publish."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.ma_fiche_views import manques_de
from dla_market.catalogue import procedures, queries, rules, sirene
from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.parties import FicheEtParties, parties
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.referentiel import reglages
from dla_market.web.attentes import Attente, attendre
from dla_market.web.filters import jour

A_REDIGER = {
    EtatFiche.BROUILLON: "Finir votre fiche, puis la soumettre",
    EtatFiche.A_COMPLETER: "Compléter votre fiche, comme le DLA régional le demande",
}


def fiche_a_tenir(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a prestataire: its fiche to finish, to complete or to confirm."""
    seule = queries.charger_seule(session, acteur, acteur.organisation_id)
    if seule is None:
        return
    fiche = FicheEtParties(seule, parties(session, seule.id))
    url = url_for("catalogue.ma_fiche")
    manques, taux = manques_de(fiche)
    reste = f"Complète à {taux}\u00a0%"
    if fiche.etat in A_REDIGER:
        yield Attente(A_REDIGER[fiche.etat], url, reste)
    elif fiche.etat is EtatFiche.PUBLIEE:
        today = clock.today()
        validite = queries.validite(session, today)
        jours = rules.jours_avant_fin(fiche.confirmee_le, today, validite)
        if jours <= reglages.entier(session, "fiche_rappel_premier_jours", today):
            fin = rules.fin_confirmation(fiche.confirmee_le, validite) if fiche.confirmee_le else None
            yield Attente("Confirmer votre fiche pour un an", url, echeance=fin)
        elif manques:
            yield Attente("Compléter votre fiche", url, f"{reste}. {manques[0].phrase}")


def suspension_a_repondre(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a prestataire: a suspension announced, to answer."""
    for procedure in procedures.annoncees(session, acteur.organisation_id):
        yield Attente(
            "Répondre à la suspension envisagée",
            url_for("catalogue.ma_suspension"),
            echeance=procedure.repondre_avant,
        )


def suspensions_a_decider(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For who announced them: suspensions that have an answer, or whose delay is over."""
    for procedure in procedures.ouvertes(session, acteur):
        if procedure.repondue_le is not None or clock.today() > procedure.repondre_avant:
            yield Attente(
                f"Décider de la suspension de {procedure.prestataire.nom}",
                url_for("catalogue.procedure", prestataire_id=procedure.prestataire_id),
                "Le prestataire a répondu" if procedure.repondue_le else "Le délai de réponse est passé",
            )


def fiches_a_publier(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a référent régional: each submitted fiche."""
    for fiche in session.scalars(queries.a_publier(acteur).limit(20)):
        yield Attente(
            f"Lire et publier la fiche de {fiche.nom}", url_for("catalogue.publier", prestataire_id=fiche.id)
        )


def entreprises_fermees(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a référent régional: each fiche whose company Sirene says is closed, to judge."""
    for fiche in session.scalars(sirene.fermees(acteur).limit(20)):
        fermee = fiche.sirene.fermee_le if fiche.sirene else None
        yield Attente(
            f"Décider de la fiche de {fiche.nom}",
            url_for("catalogue.procedure", prestataire_id=fiche.id),
            f"Sirene dit son entreprise fermée{f' le {jour(fermee)}' if fermee else ''}",
        )


attendre(fiche_a_tenir, Role.PRESTATAIRE)
attendre(suspension_a_repondre, Role.PRESTATAIRE)
attendre(suspensions_a_decider, Role.REFERENT_REGIONAL, Role.PILOTE)
attendre(entreprises_fermees, Role.REFERENT_REGIONAL)
attendre(fiches_a_publier, Role.REFERENT_REGIONAL)
