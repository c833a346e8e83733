"""What waits in a centre: avals to confirm, to look at again, about to end; for a prestataire, those it may
lose.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.expertise import queries, queries_liens, reglages
from dla_market.expertise.listes import par_etat
from dla_market.kernel import clock
from dla_market.web.attentes import Attente, attendre
from dla_market.web.nomenclatures import nomenclatures

MAXIMUM = 20


def avals_a_suivre(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a centre: what to confirm (but for what one proposed oneself), to look at again, to renew."""
    today = clock.today()
    avals = queries.montres(session, queries.du_centre(acteur))
    listes = par_etat(avals, today, reglages.preavis_aval_jours(session, today))
    if acteur.role is Role.COORDINATEUR:
        for aval in listes["a_confirmer"][:MAXIMUM]:
            if aval.propose_par_id != acteur.utilisateur_id:
                yield Attente(
                    f"Confirmer l’aval\u00a0: {aval.prestataire_nom}",
                    url_for("expertise.confirmer", aval_id=aval.id),
                    f"{_sujet(aval)}, proposé par {aval.propose_par}",
                )
    proposes = {aval.predecesseur_id for aval in listes["a_confirmer"]}
    if acteur.role is Role.COORDINATEUR:
        revus = queries_liens.avals_a_revoir(session, acteur.organisation_id, today) - proposes
        for aval in [a for a in avals if a.id in revus][:MAXIMUM]:
            yield Attente(
                f"Aval à revoir\u00a0: {aval.prestataire_nom}",
                url_for("expertise.consulter", aval_id=aval.id),
                f"{_sujet(aval)}\u00a0: une personne qui l’a donné a déclaré depuis un lien d’intérêt",
            )
    for aval in [a for a in listes["bientot"] if a.id not in proposes][:MAXIMUM]:
        yield Attente(
            f"Renouveler l’aval\u00a0: {aval.prestataire_nom}",
            url_for("expertise.renouveler", aval_id=aval.id),
            _sujet(aval),
            aval.fin,
        )


def mes_avals(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """For a prestataire: its avals about to end, that nothing follows."""
    today = clock.today()
    finissent = queries.sql_finit_sans_suite(today, reglages.rappel_aval_jours(session, today))
    for aval in queries.montres(session, queries.visible_to(acteur).where(finissent))[:MAXIMUM]:
        yield Attente(
            f"Un aval se termine : {aval.centre_nom}",
            url_for("expertise.consulter", aval_id=aval.id),
            f"{_sujet(aval)}. Le centre peut le renouveler : dites-lui ce que vous avez fait depuis.",
            aval.fin,
        )


def _sujet(aval: queries.AvalMontre) -> str:
    return nomenclatures().sujet(aval.secteur_code, aval.thematique_code)


attendre(avals_a_suivre, Role.COORDINATEUR, Role.EXPERT)
attendre(mes_avals, Role.PRESTATAIRE)
