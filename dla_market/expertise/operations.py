"""What is done with an aval: propose, confirm, refuse, take back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import rules
from dla_market.expertise.events import AvalConfirme, AvalPropose, AvalRefuse, AvalRetire
from dla_market.expertise.models import Aval, EtatAval
from dla_market.expertise.queries import secteurs_couverts
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser


def proposer(
    session: Session,
    acteur: Acteur,
    prestataire: Prestataire,
    *,
    secteur_code: str,
    niveau: int,
    motif: str,
    fin: date | None = None,
    motif_hors_champ: str = "",
) -> Aval:
    """Vouch for a prestataire in a secteur, for the actor's centre; its coordination must then confirm.

    `fin` is the last day that it will hold, 24 months on where None. Raises RefusMetier for a fiche that is
    not published, a secteur that the centre neither covers nor explains, one already endorsed, no motive.
    """
    session.refresh(prestataire, with_for_update={"of": Prestataire.__table__})
    today = clock.today()
    if prestataire.etat is not EtatFiche.PUBLIEE:
        raise RefusMetier("Un aval se donne sur une fiche publiée.")
    rules.verifier_niveau(niveau)
    derniere = fin or rules.fin_par_defaut(today)
    rules.verifier_fin(derniere, today)
    texte = rules.motif_complet(
        motif, secteur_code, secteurs_couverts(session, acteur.organisation_id), motif_hors_champ
    )
    autres = session.scalars(
        select(Aval).where(
            Aval.centre_id == acteur.organisation_id,
            Aval.prestataire_id == prestataire.id,
            Aval.secteur_code == secteur_code,
        )
    ).all()
    rules.verifier_sans_doublon(autres, today)
    aval = Aval(
        centre_id=acteur.organisation_id,
        prestataire_id=prestataire.id,
        secteur_code=secteur_code,
        niveau=niveau,
        motif=texte,
        etat=EtatAval.PROPOSE,
        propose_par_id=acteur.utilisateur_id,
        propose_le=clock.now(),
        fin=derniere,
    )
    session.add(aval)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "aval:proposer",
        "aval",
        aval.id,
        prestataire=prestataire.id,
        secteur=secteur_code,
        niveau=niveau,
        fin=derniere,
    )
    emettre(session, AvalPropose(aval.id, prestataire.id))
    return aval


def confirmer(session: Session, acteur: Acteur, aval: Aval) -> Aval:
    """Make a proposed aval the centre's own: it shows from now on.

    Raises RefusMetier for the person who proposed it, or where its end has passed in the meantime.
    """
    session.refresh(aval, with_for_update=True)
    suivant = AVAL.suivant(aval.etat, "confirmer")
    rules.verifier_autre_personne(aval.propose_par_id, acteur.utilisateur_id)
    if aval.fin < clock.today():
        raise RefusMetier("La date de fin de cet aval est passée : refusez-le, puis proposez-en un nouveau.")
    aval.etat = suivant
    aval.confirme_par_id = acteur.utilisateur_id
    aval.confirme_le = clock.now()
    journaliser(session, acteur.auteur, "aval:confirmer", "aval", aval.id, prestataire=aval.prestataire_id)
    emettre(session, AvalConfirme(aval.id, aval.prestataire_id))
    return aval


def refuser(session: Session, acteur: Acteur, aval: Aval, motif: str) -> Aval:
    """Do not follow the expert, with a reason kept inside the centre. Raises RefusMetier without one."""
    session.refresh(aval, with_for_update=True)
    suivant = AVAL.suivant(aval.etat, "refuser")
    if not motif.strip():
        raise RefusMetier("Dites à la personne qui l’a proposé pourquoi l’aval est refusé.", champ="motif")
    aval.etat = suivant
    aval.motif_fin = motif.strip()
    journaliser(session, acteur.auteur, "aval:refuser", "aval", aval.id, prestataire=aval.prestataire_id)
    emettre(session, AvalRefuse(aval.id))
    return aval


def retirer(session: Session, acteur: Acteur, aval: Aval, motif: str) -> Aval:
    """Take a confirmed aval back, with a reason that it reads. Raises RefusMetier without one."""
    session.refresh(aval, with_for_update=True)
    suivant = AVAL.suivant(aval.etat, "retirer")
    if not motif.strip():
        raise RefusMetier("Donnez la raison du retrait : le prestataire la lira.", champ="motif")
    aval.etat = suivant
    aval.motif_fin = motif.strip()
    journaliser(
        session,
        acteur.auteur,
        "aval:retirer",
        "aval",
        aval.id,
        prestataire=aval.prestataire_id,
        motif=motif.strip(),
    )
    emettre(session, AvalRetire(aval.id, aval.prestataire_id))
    return aval
