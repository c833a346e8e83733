"""What waits in the référencement: requests, withdrawals to conclude, ends to come, complements to give."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations.provisoires import provisoires_demandes
from dla_market.kernel import clock
from dla_market.referencement import queries, rules
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.referencement.reglages import reglages_du
from dla_market.web.attentes import Attente, attendre

MAXIMUM = 20


def dossiers_de_la_region(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a référent régional: requests to read, withdrawals to conclude, provisional ones to answer."""
    today = clock.today()
    preavis = reglages_du(session, today).preavis_jours
    demandes = queries.liste(acteur, "a_traiter", today, preavis, queries.Filtres())
    for dossier in session.scalars(demandes.limit(MAXIMUM)):
        verbe = "Décider" if dossier.etat is EtatReferencement.EN_INSTRUCTION else "Lire"
        yield Attente(
            f"{verbe} la demande de référencement\u00a0: {dossier.prestataire.nom}",
            _ou_decider(dossier),
            dossier.reconnaissance,
        )
    for retrait in queries.retraits_notifies(session, acteur)[:MAXIMUM]:
        if rules.concluable(retrait, today):
            dit = "Le prestataire a répondu" if retrait.reponse else "Le délai de réponse est passé"
            dossier = retrait.referencement
            yield Attente(f"Conclure le retrait\u00a0: {dossier.prestataire.nom}", _adresse(dossier), dit)
    for provisoire in provisoires_demandes(session, acteur)[:MAXIMUM]:
        yield Attente(
            f"Répondre pour une mission\u00a0: {provisoire.prestataire.nom}",
            url_for("referencement.decider_provisoire", provisoire_id=provisoire.id),
            provisoire.ingenierie.dla.nom,
        )


def mes_dossiers(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a prestataire: a complement to give, an announced withdrawal to answer, an end to put off."""
    today = clock.today()
    preavis = reglages_du(session, today).preavis_jours
    dossiers = queries.miens(session, acteur)
    for dossier in dossiers:
        if dossier.etat is EtatReferencement.A_COMPLETER:
            yield Attente(f"Compléter votre demande\u00a0: {dossier.regional.nom}", _adresse(dossier))
        for retrait in dossier.retraits:
            if rules.peut_repondre(retrait, today):
                yield Attente(
                    f"Répondre à l’annonce d’un retrait\u00a0: {dossier.regional.nom}",
                    url_for("referencement.repondre_retrait", retrait_id=retrait.id),
                    echeance=retrait.limite,
                )
    for regional_id in dict.fromkeys(d.regional_id for d in dossiers):
        siens = [d for d in dossiers if d.regional_id == regional_id]
        fini = rules.a_renouveler(siens, today, preavis)
        if fini is not None and not any(d.etat in rules.OUVERTES for d in siens):
            yield Attente(
                f"Renouveler votre référencement\u00a0: {siens[0].regional.nom}",
                url_for("referencement.miens"),
                "Terminé" if rules.est_expire(fini, today) else "",
                fini.fin,
            )


def _ou_decider(dossier: Referencement) -> str:
    """What another region has accepted is read and decided on one page; the rest is read first."""
    if dossier.reconnait_id is not None and dossier.etat is EtatReferencement.DEMANDE:
        return url_for("referencement.reconnaitre", referencement_id=dossier.id)
    return _adresse(dossier)


def _adresse(dossier: Referencement) -> str:
    return url_for("referencement.consulter", referencement_id=dossier.id)


attendre(dossiers_de_la_region, Role.REFERENT_REGIONAL)
attendre(mes_dossiers, Role.PRESTATAIRE)
