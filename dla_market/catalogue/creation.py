"""A new fiche: drafted for a prestataire who will claim it, or asked for by the prestataire itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.doublons import nom_nu, ressemblances
from dla_market.catalogue.histoire import tracer_acte
from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva, TypePrestataire
from dla_market.catalogue.models_origines import OrigineFiche
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.comptes.operations import Lien, inviter_ou_renvoyer
from dla_market.comptes.queries import a_un_membre
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import SYSTEME, Auteur, journaliser


@dataclass(frozen=True)
class Ebauche:
    """The little that a fiche begins with."""

    nom: str
    courriel: str
    siret: str | None = None
    titre: str = ""
    departement_code: str | None = None


def creer_brouillon(session: Session, acteur: Acteur, ebauche: Ebauche) -> Lien:
    """Draft a fiche for a prestataire, and the link by which it claims it.

    Raises RefusMetier where another fiche bears the SIRET; other likenesses are for people to judge
    (doublons.ressemblances).
    """
    fiche = _ecrire(session, acteur.auteur, ebauche, organisation_id=acteur.organisation_id)
    return _lien_de_reprise(session, acteur.auteur, fiche)


def relancer(session: Session, acteur: Acteur, origine: OrigineFiche) -> Lien:
    """A new link for a drafted fiche. Raises RefusMetier once it is claimed by its prestataire, or closed."""
    if origine.prestataire.etat is EtatFiche.FERMEE:
        raise RefusMetier("Cette fiche est fermée\u00a0: son lien n’ouvrirait plus rien.")
    if a_un_membre(session, origine.prestataire_id):
        raise RefusMetier("Le prestataire a déjà repris sa fiche.")
    return _lien_de_reprise(session, acteur.auteur, origine.prestataire)


def se_proposer(session: Session, ebauche: Ebauche) -> Lien | None:
    """A prestataire asks for a fiche, from no account: the link that opens it, to be mailed.

    None where a fiche stands already that this address may not open: the mail then says so. Whatever is
    done, the page says the same, so that nobody learns from it who is in the catalogue.
    """
    semblables = ressemblances(session, nom=ebauche.nom, courriel=ebauche.courriel, siret=ebauche.siret)
    meme = next((s for s in semblables if {"même SIRET"} <= set(s.raisons) or len(s.raisons) > 1), None)
    if meme is None:
        fiche = _ecrire(session, SYSTEME, ebauche, organisation_id=None)
        return _lien_de_reprise(session, SYSTEME, fiche)
    fiche = session.get_one(Prestataire, meme.id)
    sienne = fiche.courriel.casefold() == ebauche.courriel.strip().casefold()
    if not sienne or a_un_membre(session, fiche.id):
        return None
    return _lien_de_reprise(session, SYSTEME, fiche)


def proposees(acteur: Acteur) -> Select[OrigineFiche]:
    """The fiches that the actor's organisation drafted, latest first; all of them for national steering."""
    requete = select(OrigineFiche).options(joinedload(OrigineFiche.prestataire))
    if acteur.role is not Role.PILOTE:
        requete = requete.where(OrigineFiche.organisation_id == acteur.organisation_id)
    return requete.order_by(OrigineFiche.creee_le.desc(), OrigineFiche.prestataire_id.desc())


def charger_origine(session: Session, acteur: Acteur, prestataire_id: int) -> OrigineFiche | None:
    """One of them."""
    requete = proposees(acteur).where(OrigineFiche.prestataire_id == prestataire_id)
    return session.scalars(requete).one_or_none()


def _ecrire(
    session: Session, auteur: Auteur, ebauche: Ebauche, *, organisation_id: int | None
) -> Prestataire:
    if not nom_nu(ebauche.nom):
        raise RefusMetier("Indiquez le nom du prestataire.", champ="nom")
    if ebauche.siret is not None:
        autre = session.scalar(select(Prestataire.id).where(Prestataire.siret == ebauche.siret))
        if autre is not None:
            raise RefusMetier("Une autre fiche porte déjà ce numéro SIRET.", champ="siret")
    fiche = Prestataire(
        nom=ebauche.nom.strip(),
        courriel=ebauche.courriel.strip(),
        siret=ebauche.siret,
        titre=ebauche.titre.strip(),
        departement_code=ebauche.departement_code,
        type_prestataire=TypePrestataire.AUTRE,
        regime_tva=RegimeTva.ASSUJETTI,
        etat=EtatFiche.BROUILLON,
        cree_le=clock.now(),
    )
    session.add(fiche)
    session.flush()
    session.add(
        OrigineFiche(
            prestataire_id=fiche.id,
            organisation_id=organisation_id,
            creee_le=clock.now(),
            creee_par=auteur.nom,
            creee_par_id=auteur.utilisateur_id,
        )
    )
    tracer_acte(session, auteur, fiche, "creer")
    journaliser(session, auteur, "fiche:creer", "prestataire", fiche.id)
    return fiche


def _lien_de_reprise(session: Session, auteur: Auteur, fiche: Prestataire) -> Lien:
    """A new link, and its whole time to be followed (see effacement)."""
    origine = session.get(OrigineFiche, fiche.id)
    if origine is not None:
        origine.prevenue_le = None
    return inviter_ou_renvoyer(session, auteur, fiche, courriel=fiche.courriel, role=Role.PRESTATAIRE)
