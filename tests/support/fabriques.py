"""Small builders: the fewest facts that make a valid object, named by what tests say of them."""

from __future__ import annotations

import itertools
import secrets
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure, TypeDiagnostic
from dla_market.catalogue.models import (
    Activite,
    EtatFiche,
    Prestataire,
    RegimeTva,
    TypePrestataire,
    Zone,
)
from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.fonds import operations as operations_fonds
from dla_market.fonds.models import Fonds, Poste
from dla_market.kernel import clock
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.reseau.models import (
    CentreRessources,
    CentreSecteur,
    Dla,
    DlaRegional,
    Financeur,
    Pilote,
    StructurePorteuse,
)

T = TypeVar("T")
_numeros = itertools.count(1)
DEPARTEMENT = "26"


def _poser(session: Session, objet: T) -> T:
    session.add(objet)
    session.flush()
    return objet


def un_dla_regional(session: Session, nom: str = "DLA régional") -> DlaRegional:
    return _poser(session, DlaRegional(nom=f"{nom} {next(_numeros)}", region_code="84"))


def un_dla(session: Session, nom: str = "DLA", regional: DlaRegional | None = None) -> Dla:
    n = next(_numeros)
    porteuse = _poser(session, StructurePorteuse(nom=f"Porteuse {n}", siren="000000000"))
    return _poser(
        session,
        Dla(
            nom=f"{nom} {n}",
            sigle=f"D{n}",
            departement_code=DEPARTEMENT,
            porteuse_id=porteuse.id,
            regional_id=None if regional is None else regional.id,
        ),
    )


def une_structure(
    session: Session, dla: Dla, nom: str = "Ressourcerie", secteur: str = "environnement"
) -> Structure:
    return _poser(
        session,
        Structure(
            nom=f"{nom} {next(_numeros)}",
            type_code="association_hors_iae",
            secteur_code=secteur,
            departement_code=DEPARTEMENT,
            dla_id=dla.id,
        ),
    )


def un_diagnostic(session: Session, structure: Structure, *, valide: bool = True) -> Diagnostic:
    return _poser(
        session,
        Diagnostic(
            structure_id=structure.id,
            dla_id=structure.dla_id,
            type=TypeDiagnostic.PRE,
            etat=EtatDiagnostic.VALIDE if valide else EtatDiagnostic.EN_COURS,
            debut=clock.today() - timedelta(days=30),
            contexte="Une équipe de six salariés.",
            besoins="Stabiliser le modèle économique.",
            partage_le=clock.now() if valide else None,
            valide_le=clock.now() if valide else None,
        ),
    )


def un_prestataire(
    session: Session,
    nom: str = "Atelier",
    *,
    secteur: str = "environnement",
    thematique: str = "strategie_consolidation",
    regional: DlaRegional | None = None,
    etat: EtatFiche = EtatFiche.PUBLIEE,
) -> Prestataire:
    """A published fiche confirmed today; référencée where a region is given."""
    n = next(_numeros)
    prestataire = Prestataire(
        nom=f"{nom} {n}",
        type_prestataire=TypePrestataire.CABINET,
        regime_tva=RegimeTva.ASSUJETTI,
        titre="Conseil aux associations",
        presentation="Accompagne des associations dans leurs choix économiques.",
        commune="Crest",
        departement_code=DEPARTEMENT,
        courriel=f"contact{n}@prestataire.example",
        tarif_jour_ht_centimes=78_000,
        etat=etat,
        confirmee_le=clock.today(),
        cree_le=clock.now(),
        activites=[Activite(secteur_code=secteur, thematique_code=thematique, niveau=2)],
        zones=[Zone(departement_code=DEPARTEMENT)],
    )
    _poser(session, prestataire)
    if regional is not None:
        _poser(
            session,
            Referencement(
                prestataire_id=prestataire.id,
                regional_id=regional.id,
                etat=EtatReferencement.ACCEPTE,
                demande_le=date(2024, 1, 1),
                debut=date(2024, 1, 15),
                fin=clock.today() + timedelta(days=700),
            ),
        )
    return prestataire


def un_centre(session: Session, secteur: str = "environnement") -> CentreRessources:
    n = next(_numeros)
    centre = _poser(
        session, CentreRessources(nom=f"CNAR {n}", code=f"cnar_{n}", tete_de_reseau="Tête de réseau")
    )
    _poser(session, CentreSecteur(centre_id=centre.id, secteur_code=secteur))
    return centre


def un_financeur(session: Session, classe: str = "etat") -> Financeur:
    return _poser(session, Financeur(nom=f"Financeur {next(_numeros)}", classe_code=classe))


def un_pilote(session: Session) -> Pilote:
    return _poser(session, Pilote(nom=f"Pilotage {next(_numeros)}"))


def un_acteur(session: Session, role: Role, organisation: Organisation, prenom: str = "Camille") -> Acteur:
    """A person with one running membership; signs in by `client.se_connecter`, not by a password."""
    n = next(_numeros)
    utilisateur = _poser(
        session,
        Utilisateur(
            email=f"personne{n}@essai.example",
            fs_uniquifier=secrets.token_hex(16),
            prenom=prenom,
            nom=f"Essai{n}",
            active=True,
        ),
    )
    adhesion = _poser(
        session,
        Adhesion(
            utilisateur_id=utilisateur.id, organisation_id=organisation.id, role=role, depuis=date(2020, 1, 1)
        ),
    )
    return acteur_de(adhesion)


def un_fonds(session: Session, organisation: Organisation, annee: int, dotations: dict[str, int]) -> Fonds:
    """A fund with one convention for each class of financeur, in centimes of its fonds d'ingénierie."""
    for classe, centimes in dotations.items():
        operations_fonds.conventionner(
            session,
            un_acteur(session, Role.RESPONSABLE, organisation),
            organisation_id=organisation.id,
            financeur_id=un_financeur(session, classe).id,
            reference=f"CONV-{next(_numeros)}",
            debut=date(annee, 1, 1),
            fin=date(annee, 12, 31),
            annee=annee,
            montants={Poste.FONDS_INGENIERIE: centimes},
        )
    return session.scalars(
        select(Fonds).where(Fonds.organisation_id == organisation.id, Fonds.annee == annee)
    ).one()
