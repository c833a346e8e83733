"""What is done with an aval: propose, renew, confirm, refuse, take back, answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.expertise import reglages, rules
from dla_market.expertise.events import AvalConfirme, AvalPropose, AvalRefuse, AvalRepondu, AvalRetire
from dla_market.expertise.models import Aval, EtatAval
from dla_market.expertise.queries import domaines_couverts
from dla_market.expertise.queries_liens import avals_a_revoir, bloquants, lien_de_la_fiche
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.expertise.states import AVAL
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

OBJET = "aval"


def proposer(
    session: Session,
    acteur: Acteur,
    prestataire: Prestataire,
    *,
    sujet: Sujet,
    niveau: int,
    motif: str,
    preuve: Preuve,
    note_interne: str = "",
    fin: date | None = None,
    motif_hors_champ: str = "",
) -> Aval:
    """Vouch for a prestataire on a subject, for the actor's centre; its coordination must then confirm.

    `fin` is the last day that it will hold, after the usual time where None. Where the centre's own aval on
    the subject ends soon, has ended, or is to be looked at again, the new one renews it.

    Raises RefusMetier for a fiche that is not published, a declared link, a subject that the centre neither
    covers nor explains, one already endorsed, no comment, no evidence.
    """
    session.refresh(prestataire, with_for_update={"of": Prestataire.__table__})
    today = clock.today()
    if prestataire.etat is not EtatFiche.PUBLIEE:
        raise RefusMetier("Un aval se donne sur une fiche publiée.")
    _verifier_liens(session, acteur, prestataire)
    rules.verifier_sujet(sujet)
    rules.verifier_niveau(niveau)
    derniere = fin or clock.dans_mois(today, reglages.duree_aval_mois(session, today))
    rules.verifier_fin(derniere, today)
    reference = rules.verifier_preuve(preuve)
    couverts = domaines_couverts(session, acteur.organisation_id)
    texte = rules.motif_complet(motif, sujet, couverts, motif_hors_champ)
    autres = _du_sujet(session, acteur.organisation_id, prestataire.id, sujet)
    preavis = reglages.preavis_aval_jours(session, today)
    a_refaire = avals_a_revoir(session, acteur.organisation_id, today)
    rules.verifier_sans_doublon([a for a in autres if a.id not in a_refaire], today, preavis)
    aval = Aval(
        centre_id=acteur.organisation_id,
        prestataire_id=prestataire.id,
        secteur_code=sujet.secteur_code or None,
        thematique_code=sujet.thematique_code or None,
        niveau=niveau,
        motif=texte,
        preuve_nature=preuve.nature,
        preuve=reference,
        commande_id=preuve.commande_id,
        note_interne=note_interne.strip(),
        etat=EtatAval.PROPOSE,
        propose_par_id=acteur.utilisateur_id,
        propose_le=clock.now(),
        fin=derniere,
        predecesseur_id=next(
            (a.id for a in autres if a.id in a_refaire or rules.peut_renouveler(a, today, preavis)), None
        ),
    )
    session.add(aval)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "aval:proposer",
        OBJET,
        aval.id,
        prestataire=prestataire.id,
        secteur=sujet.secteur_code,
        thematique=sujet.thematique_code,
        niveau=niveau,
        preuve=preuve.nature.value,
        fin=derniere,
        predecesseur=aval.predecesseur_id,
    )
    emettre(session, AvalPropose(aval.id, prestataire.id))
    return aval


def renouveler(
    session: Session,
    acteur: Acteur,
    aval: Aval,
    *,
    niveau: int,
    motif: str,
    preuve: Preuve,
    note_interne: str = "",
    fin: date | None = None,
) -> Aval:
    """Propose again, on the same subject, an aval that ends soon or has ended; the old one runs meanwhile.

    So too one whose proposer or confirmer has a link since: people without any put their word in its place.
    Raises RefusMetier as `proposer` does, and for an aval that is not at its end.
    """
    session.refresh(aval, with_for_update=True)
    today = clock.today()
    a_son_heure = rules.peut_renouveler(aval, today, reglages.preavis_aval_jours(session, today))
    if not (a_son_heure or aval.id in avals_a_revoir(session, aval.centre_id, today)):
        raise RefusMetier("Un aval se renouvelle dans les derniers mois de sa validité, ou après sa fin.")
    return proposer(
        session,
        acteur,
        aval.prestataire,
        sujet=Sujet(aval.secteur_code or "", aval.thematique_code or ""),
        niveau=niveau,
        motif=motif,
        preuve=preuve,
        note_interne=note_interne,
        fin=fin,
        motif_hors_champ="suite de l’aval précédent",
    )


def confirmer(session: Session, acteur: Acteur, aval: Aval) -> Aval:
    """Make a proposed aval the centre's own: it shows from now on, in the place of the one that it renews.

    Raises RefusMetier for the person who proposed it, where either of the two has a link, its proposer since
    then too, or where its end has passed.
    """
    suivant = _prendre(session, acteur, aval, "confirmer")
    rules.verifier_autre_personne(aval.propose_par_id, acteur.utilisateur_id)
    if aval.fin < clock.today():
        raise RefusMetier("La date de fin de cet aval est passée : refusez-le, puis proposez-en un nouveau.")
    _verifier_liens(session, acteur, aval.prestataire)
    rules.verifier_proposeur_sans_lien(
        bloquants(session, aval.propose_par_id, aval.prestataire_id, clock.today()), aval.prestataire.nom
    )
    aval.etat = suivant
    aval.confirme_par_id = acteur.utilisateur_id
    aval.confirme_le = clock.now()
    _clore_precedent(session, acteur, aval)
    journaliser(session, acteur.auteur, "aval:confirmer", OBJET, aval.id, prestataire=aval.prestataire_id)
    emettre(session, AvalConfirme(aval.id, aval.prestataire_id))
    return aval


def refuser(session: Session, acteur: Acteur, aval: Aval, motif: str) -> Aval:
    """Do not follow the expert, with a reason kept inside the centre. Raises RefusMetier without one."""
    suivant = _prendre(session, acteur, aval, "refuser")
    if not motif.strip():
        raise RefusMetier("Dites à la personne qui l’a proposé pourquoi l’aval est refusé.", champ="motif")
    aval.etat = suivant
    aval.motif_fin = motif.strip()
    journaliser(session, acteur.auteur, "aval:refuser", OBJET, aval.id, prestataire=aval.prestataire_id)
    emettre(session, AvalRefuse(aval.id))
    return aval


def retirer(session: Session, acteur: Acteur, aval: Aval, motif: str) -> Aval:
    """Take a confirmed aval back; the prestataire reads the reason. Raises RefusMetier without one."""
    suivant = _prendre(session, acteur, aval, "retirer")
    if not motif.strip():
        raise RefusMetier("Donnez la raison du retrait : le prestataire la lira.", champ="motif")
    aval.etat = suivant
    aval.motif_fin = motif.strip()
    journaliser(
        session,
        acteur.auteur,
        "aval:retirer",
        OBJET,
        aval.id,
        prestataire=aval.prestataire_id,
        motif=motif.strip(),
    )
    emettre(session, AvalRetire(aval.id, aval.prestataire_id))
    return aval


def repondre(session: Session, acteur: Acteur, aval: Aval, texte: str) -> Aval:
    """The prestataire answers an aval, or writes its answer anew: it stands beside the aval.

    Raises RefusMetier without a word, or for an aval that it was not told of.
    """
    session.refresh(aval, with_for_update=True)
    if aval.etat in {EtatAval.PROPOSE, EtatAval.REFUSE}:
        raise RefusMetier("Cet aval n’a pas été donné.")
    if not texte.strip():
        raise RefusMetier("Écrivez votre réponse.", champ="reponse")
    aval.reponse = texte.strip()
    aval.repondu_par_id = acteur.utilisateur_id
    aval.repondu_le = clock.now()
    journaliser(session, acteur.auteur, "aval:repondre", OBJET, aval.id, reponse=aval.reponse)
    emettre(session, AvalRepondu(aval.id, aval.prestataire_id))
    return aval


def _prendre(session: Session, acteur: Acteur, aval: Aval, verbe: str) -> EtatAval:
    """Lock an aval to decide of it: the state that follows, where the person has no link (R50)."""
    session.refresh(aval, with_for_update=True)
    suivant = AVAL.suivant(aval.etat, verbe)
    rules.verifier_sans_lien(
        bloquants(session, acteur.utilisateur_id, aval.prestataire_id, clock.today()), aval.prestataire.nom
    )
    return suivant


def _verifier_liens(session: Session, acteur: Acteur, prestataire: Prestataire) -> None:
    """Neither the person nor the centre may vouch for whom they are tied to (R50)."""
    nom = prestataire.nom
    rules.verifier_sans_lien(bloquants(session, acteur.utilisateur_id, prestataire.id, clock.today()), nom)
    rules.verifier_fiche_sans_lien(lien_de_la_fiche(session, prestataire, acteur.organisation_id), nom)


def _clore_precedent(session: Session, acteur: Acteur, aval: Aval) -> None:
    """The aval that this one renews gives its place, where it still stood."""
    if aval.predecesseur_id is None:
        return
    precedent = session.get_one(Aval, aval.predecesseur_id, with_for_update=True)
    if AVAL.permet(precedent.etat, "renouveler"):
        precedent.etat = AVAL.suivant(precedent.etat, "renouveler")
        journaliser(session, acteur.auteur, "aval:renouveler", OBJET, precedent.id, suivant=aval.id)


def _du_sujet(session: Session, centre_id: int, prestataire_id: int, sujet: Sujet) -> list[Aval]:
    """The centre's avals of a prestataire on exactly that subject, the latest end first."""
    return list(
        session.scalars(
            select(Aval)
            .where(
                Aval.centre_id == centre_id,
                Aval.prestataire_id == prestataire_id,
                Aval.secteur_code.is_not_distinct_from(sujet.secteur_code or None),
                Aval.thematique_code.is_not_distinct_from(sujet.thematique_code or None),
            )
            .order_by(Aval.fin.desc(), Aval.id.desc())
        )
    )
