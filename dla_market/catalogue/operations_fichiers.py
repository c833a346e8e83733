"""The files of a fiche: its logo, the CV of its people. Those of the vault are another room's (pieces)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.contenu import Ecart
from dla_market.catalogue.events import FicheModifiee, FichierDeFicheInfecte
from dla_market.catalogue.histoire import tracer_acte, tracer_ecarts
from dla_market.catalogue.models import Intervenant, Prestataire
from dla_market.catalogue.operations import verrouiller
from dla_market.catalogue.rules import refus_deposer_cv
from dla_market.catalogue.states import FICHE
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.fichiers import operations as fichiers
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.journal import SYSTEME, Auteur, journaliser


def deposer_logo(
    session: Session,
    acteur: Acteur,
    fiche: Prestataire,
    recu: fichiers.FichierRecu,
    *,
    avec_antivirus: bool,
) -> Prestataire:
    """Show this image, already drawn anew, with the fiche; the one before is forgotten.

    Raises RefusMetier for a closed fiche, or where its files are too many.
    """
    verrouiller(session, fiche)
    fiche.etat = FICHE.suivant(fiche.etat, "modifier")
    fichier = _enregistrer(session, acteur, fiche, recu, avec_antivirus=avec_antivirus)
    _changer_logo(session, acteur.auteur, fiche, fichier, "fiche:deposer_logo")
    return fiche


def retirer_logo(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Show the fiche without its logo. Raises RefusMetier where it has none."""
    verrouiller(session, fiche)
    fiche.etat = FICHE.suivant(fiche.etat, "modifier")
    if fiche.logo_id is None:
        raise RefusMetier("Votre fiche n’a pas de logo.")
    _changer_logo(session, acteur.auteur, fiche, None, "fiche:retirer_logo")
    return fiche


def deposer_cv(
    session: Session,
    acteur: Acteur,
    personne: Intervenant,
    recu: fichiers.FichierRecu,
    *,
    accord: bool,
    avec_antivirus: bool,
) -> Prestataire:
    """Keep the CV of someone of the team, who agrees that DLA read it (domain 7.2, 12).

    Raises RefusMetier without that agreement, for who does not let their name be shown, for a closed fiche,
    or where its files are too many.
    """
    fiche = personne.prestataire
    verrouiller(session, fiche)
    session.refresh(personne)
    fiche.etat = FICHE.suivant(fiche.etat, "modifier")
    refus = refus_deposer_cv(accord=accord, nom_montre=personne.accord_publication)
    if refus:
        raise RefusMetier(refus, champ="accord")
    personne.cv = _enregistrer(session, acteur, fiche, recu, avec_antivirus=avec_antivirus)
    personne.cv_accord_le = clock.today()
    _noter_cv(session, acteur.auteur, personne, "deposer_cv", empreinte=recu.empreinte)
    return fiche


def retirer_cv(session: Session, acteur: Acteur, personne: Intervenant) -> Prestataire:
    """Forget the CV of someone of the team. Raises RefusMetier where there is none."""
    fiche = personne.prestataire
    verrouiller(session, fiche)
    session.refresh(personne)
    if personne.cv_id is None:
        raise RefusMetier("Cette personne n’a pas de CV.")
    _oublier_cv(session, acteur.auteur, personne)
    return fiche


def retirer_infecte(session: Session, fichier: Fichier) -> None:
    """Take an infected file off the fiche that holds it, and tell its prestataire; nothing for others."""
    fiche = session.scalars(select(Prestataire).where(Prestataire.logo_id == fichier.id)).one_or_none()
    if fiche is not None:
        _changer_logo(session, SYSTEME, fiche, None, "fiche:retirer_logo")
        emettre(session, FichierDeFicheInfecte(fiche.id))
    personne = session.scalars(select(Intervenant).where(Intervenant.cv_id == fichier.id)).one_or_none()
    if personne is not None:
        _oublier_cv(session, SYSTEME, personne)
        emettre(session, FichierDeFicheInfecte(personne.prestataire_id))


def _enregistrer(
    session: Session, acteur: Acteur, fiche: Prestataire, recu: fichiers.FichierRecu, *, avec_antivirus: bool
) -> Fichier:
    return fichiers.enregistrer(
        session,
        recu,
        organisation_id=fiche.id,
        utilisateur_id=acteur.utilisateur_id,
        antivirus=avec_antivirus,
    )


def _changer_logo(
    session: Session, auteur: Auteur, fiche: Prestataire, fichier: Fichier | None, acte: str
) -> None:
    avant, apres = fiche.logo_id, fichier and fichier.id
    fiche.logo = fichier
    fiche.version += 1
    session.flush()
    tracer_ecarts(session, auteur, fiche, [Ecart("logo_id", "", str(avant or ""), str(apres or ""))])
    empreinte = {"empreinte": fichier.empreinte} if fichier else {}
    journaliser(session, auteur, acte, "prestataire", fiche.id, **empreinte)
    emettre(session, FicheModifiee(fiche.id))


def _oublier_cv(session: Session, auteur: Auteur, personne: Intervenant) -> None:
    personne.cv, personne.cv_accord_le = None, None
    _noter_cv(session, auteur, personne, "retirer_cv")


def _noter_cv(session: Session, auteur: Auteur, personne: Intervenant, verbe: str, **mots: str) -> None:
    fiche = personne.prestataire
    fiche.version += 1
    session.flush()
    tracer_acte(session, auteur, fiche, verbe, f"{personne.prenom} {personne.nom}".strip())
    journaliser(
        session, auteur, f"cv:{verbe.removesuffix('_cv')}", "prestataire", fiche.id,
        intervenant=personne.id, **mots,
    )  # fmt: skip
