"""What is done to an ingénierie: opened on a diagnostic, described, moved along by the rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import rules
from dla_market.ingenieries.events import CahierRedige, IngenierieAbandonnee, IngenierieCreee
from dla_market.ingenieries.models import (
    CahierDesCharges,
    Critere,
    EtatIngenierie,
    Ingenierie,
    Participation,
    Prestation,
    TypeIngenierie,
)
from dla_market.ingenieries.rules import ContenuCahier, LigneCritere, LignePrestation
from dla_market.ingenieries.states import PARCOURS
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser
from dla_market.kernel.numerotation import numero_suivant
from dla_market.reseau.models import Dla


def creer(
    session: Session,
    acteur: Acteur,
    *,
    type_: TypeIngenierie,
    intitule: str,
    secteur_code: str,
    structures: Sequence[Structure],
    prestations: Sequence[LignePrestation],
    diagnostic: Diagnostic | None = None,
) -> Ingenierie:
    """Open an ingénierie of the actor's DLA, numbered without gaps in its year.

    An individuelle comes from a diagnostic that its structure has validated; a collective may come from
    several and names none. Raises RefusMetier otherwise, and for a structure that another DLA follows.
    """
    dla = session.get_one(Dla, acteur.organisation_id)
    collective = type_ is TypeIngenierie.COLLECTIVE
    if not intitule.strip():
        raise RefusMetier("Donnez un intitulé à l’ingénierie.", champ="intitule")
    if phrase := rules.refus_structures(collective=collective, nombre=len({s.id for s in structures})):
        raise RefusMetier(phrase, champ="structures")
    if any(s.dla_id != dla.id for s in structures):
        raise RefusMetier("Une des structures est suivie par un autre DLA.", champ="structures")
    _exiger_diagnostic(diagnostic, structures, collective=collective)
    _exiger_prestations(prestations)
    annee = clock.today().year
    ingenierie = Ingenierie(
        reference=f"{dla.sigle}-I{annee}-{numero_suivant(session, f'ingenierie:{dla.id}:{annee}'):03d}",
        dla_id=dla.id,
        diagnostic=diagnostic,
        type=type_,
        intitule=intitule.strip(),
        secteur_code=secteur_code,
        etat=EtatIngenierie.PROJET,
        suivie_par_id=acteur.utilisateur_id,
        cree_le=clock.now(),
        participations=[Participation(structure_id=s.id) for s in structures],
        prestations=[Prestation(**asdict(ligne)) for ligne in prestations],
    )
    session.add(ingenierie)
    session.flush()
    journaliser(session, acteur.auteur, "ingenierie:creer", "ingenierie", ingenierie.id)
    emettre(session, IngenierieCreee(ingenierie.id))
    return ingenierie


def _exiger_diagnostic(
    diagnostic: Diagnostic | None, structures: Sequence[Structure], *, collective: bool
) -> None:
    if diagnostic is None:
        if not collective:
            raise RefusMetier("Partez d’un diagnostic validé par la structure.", champ="diagnostic")
        return
    if diagnostic.etat is not EtatDiagnostic.VALIDE:
        raise RefusMetier(
            "La structure doit d’abord valider le diagnostic que vous avez partagé avec elle.",
            champ="diagnostic",
        )
    if diagnostic.structure_id not in {s.id for s in structures}:
        raise RefusMetier("Ce diagnostic est celui d’une autre structure.", champ="diagnostic")


def _exiger_prestations(prestations: Sequence[LignePrestation]) -> None:
    if phrase := rules.refus_prestations(prestations):
        raise RefusMetier(phrase, champ="prestations")


def modifier_prestations(
    session: Session, acteur: Acteur, ingenierie: Ingenierie, *, prestations: Sequence[LignePrestation]
) -> Ingenierie:
    """Replace the lines by theme, until the consultation is launched."""
    etat = PARCOURS.suivant(ingenierie.etat, "modifier_prestations")
    _exiger_prestations(prestations)
    ingenierie.etat = etat
    ingenierie.prestations = [Prestation(**asdict(ligne)) for ligne in prestations]
    journaliser(session, acteur.auteur, "ingenierie:modifier", "ingenierie", ingenierie.id)
    return ingenierie


def rediger_cahier(
    session: Session,
    acteur: Acteur,
    ingenierie: Ingenierie,
    *,
    contenu: ContenuCahier,
    criteres: Sequence[LigneCritere],
) -> CahierDesCharges:
    """Write or rewrite the cahier des charges, its criteria included, until the consultation is launched.

    Texts may still be empty (the launch asks for them); amounts, dates and weights must already hold.
    """
    etat = PARCOURS.suivant(ingenierie.etat, "rediger_cahier")
    if refus := rules.refus_contenu(contenu):
        raise RefusMetier(refus[1], champ=refus[0])
    if phrase := rules.refus_criteres(criteres):
        raise RefusMetier(phrase, champ="criteres")
    ingenierie.etat = etat
    cahier = ingenierie.cahier
    if cahier is None:
        cahier = CahierDesCharges(ingenierie=ingenierie)
        session.add(cahier)
    for nom, valeur in asdict(contenu).items():
        setattr(cahier, nom, valeur)
    cahier.criteres = [Critere(ordre=rang, **asdict(ligne)) for rang, ligne in enumerate(criteres, start=1)]
    session.flush()
    journaliser(session, acteur.auteur, "cahier:rediger", "ingenierie", ingenierie.id)
    emettre(session, CahierRedige(ingenierie.id))
    return cahier


def abandonner(session: Session, acteur: Acteur, ingenierie: Ingenierie, *, motif: str) -> Ingenierie:
    """Give it up before any consultation is under way (one under way is first classée sans suite)."""
    etat = PARCOURS.suivant(ingenierie.etat, "abandonner")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi l’ingénierie est abandonnée.", champ="motif")
    ingenierie.etat = etat
    journaliser(
        session, acteur.auteur, "ingenierie:abandonner", "ingenierie", ingenierie.id, motif=motif.strip()
    )
    emettre(session, IngenierieAbandonnee(ingenierie.id))
    return ingenierie


def passer_en_consultation(ingenierie: Ingenierie) -> None:
    """A consultation on it is launched."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "passer_en_consultation")


def revenir_au_cahier(ingenierie: Ingenierie) -> None:
    """Its consultation led to nothing: the cahier can be reworked and another one launched."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "revenir_au_cahier")


def marquer_attribuee(ingenierie: Ingenierie) -> None:
    """Its consultation is awarded."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "attribuer")


def marquer_commandee(ingenierie: Ingenierie) -> None:
    """Its order is notified."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "commander")


def marquer_restituee(ingenierie: Ingenierie) -> None:
    """What was ordered has been delivered and accepted."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "restituer")


def marquer_service_fait(ingenierie: Ingenierie) -> None:
    """The service is certified."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "certifier")


def marquer_soldee(ingenierie: Ingenierie) -> None:
    """Its order is paid and closed."""
    ingenierie.etat = PARCOURS.suivant(ingenierie.etat, "solder")
