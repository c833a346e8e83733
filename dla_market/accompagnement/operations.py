"""What a DLA and a structure do together before any purchase."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dla_market.accompagnement import rules
from dla_market.accompagnement.events import (
    ChangementsDemandes,
    DiagnosticPartage,
    DiagnosticValide,
    StructureAccueillie,
    StructureCreee,
)
from dla_market.accompagnement.models import (
    Accueil,
    DecisionAccueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    SourceEmploi,
    Structure,
    StructureSiae,
    TypeDiagnostic,
)
from dla_market.accompagnement.queries import releve_de, textes_de
from dla_market.accompagnement.rules import Emplois, Identite, Refus, Textes
from dla_market.accompagnement.states import DIAGNOSTIC
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

SIRET_PRIS = "Une structure est déjà enregistrée sous ce SIRET, peut-être par un autre DLA."


def creer_structure(session: Session, acteur: Acteur, *, identite: Identite) -> Structure:
    """Register a structure that the actor's DLA follows from now on.

    Raises RefusMetier for an identity that cannot be, or a SIRET already registered.
    """
    _exiger(rules.refus_identite(identite, clock.today().year))
    structure = Structure(dla_id=acteur.organisation_id)
    _ecrire_identite(structure, identite)
    session.add(structure)
    _enregistrer(session)
    journaliser(session, acteur.auteur, "structure:creer", "structure", structure.id)
    emettre(session, StructureCreee(structure.id))
    return structure


def modifier_structure(
    session: Session, acteur: Acteur, structure: Structure, *, identite: Identite
) -> Structure:
    """Rewrite a structure's identity; raises RefusMetier as `creer_structure` does."""
    _exiger(rules.refus_identite(identite, clock.today().year))
    _ecrire_identite(structure, identite)
    _enregistrer(session)
    journaliser(session, acteur.auteur, "structure:modifier", "structure", structure.id)
    return structure


def _ecrire_identite(structure: Structure, identite: Identite) -> None:
    structure.nom = identite.nom.strip()
    structure.siret = identite.siret
    structure.type_code = identite.type_code
    structure.secteur_code = identite.secteur_code
    structure.objet = identite.objet.strip()
    structure.commune = identite.commune.strip()
    structure.departement_code = identite.departement_code
    structure.annee_creation = identite.annee_creation
    gardes = {ligne.type_siae_code: ligne for ligne in structure.types_siae}
    voulus = tuple(dict.fromkeys(identite.type_siae_codes))
    structure.types_siae = [gardes.get(code) or StructureSiae(type_siae_code=code) for code in voulus]
    for rang, ligne in enumerate(structure.types_siae):
        ligne.principal = rang == 0


def _enregistrer(session: Session) -> None:
    """The database alone knows a SIRET taken meanwhile; the whole unit of work is then undone."""
    try:
        session.flush()
    except IntegrityError as erreur:
        if "siret" in str(erreur.orig):
            raise RefusMetier(SIRET_PRIS, champ="siret") from erreur
        raise


def accueillir(
    session: Session, acteur: Acteur, structure: Structure, *, jour: date, decision: DecisionAccueil
) -> Accueil:
    """Write down a first meeting and what it leads to (domain 3, step 1)."""
    _exiger(rules.refus_jour_passe(jour, clock.today(), "jour"))
    accueil = Accueil(structure_id=structure.id, dla_id=acteur.organisation_id, jour=jour, decision=decision)
    session.add(accueil)
    session.flush()
    journaliser(session, acteur.auteur, "structure:accueillir", "structure", structure.id)
    emettre(session, StructureAccueillie(structure.id, accueil.id))
    return accueil


def accueillir_nouvelle(
    session: Session, acteur: Acteur, *, identite: Identite, jour: date, decision: DecisionAccueil
) -> Structure:
    """Register a structure at its first meeting: both, or neither."""
    structure = creer_structure(session, acteur, identite=identite)
    accueillir(session, acteur, structure, jour=jour, decision=decision)
    return structure


def commencer_diagnostic(
    session: Session, acteur: Acteur, structure: Structure, *, type_: TypeDiagnostic, debut: date
) -> Diagnostic:
    """Begin a diagnostic, one at a time for a structure, and one a day: its head count is of that day."""
    _exiger(rules.refus_jour_passe(debut, clock.today(), "debut"))
    siens = Diagnostic.structure_id == structure.id
    if session.scalar(select(exists().where(siens, Diagnostic.etat != EtatDiagnostic.VALIDE))):
        raise RefusMetier("Un diagnostic de cette structure est déjà en cours : reprenez-le.")
    if session.scalar(select(exists().where(siens, Diagnostic.debut == debut))):
        raise RefusMetier("Un autre diagnostic de cette structure a commencé ce jour-là.", champ="debut")
    diagnostic = Diagnostic(
        structure_id=structure.id,
        dla_id=acteur.organisation_id,
        type=type_,
        etat=EtatDiagnostic.EN_COURS,
        debut=debut,
        redige_par_id=acteur.utilisateur_id,
    )
    session.add(diagnostic)
    session.flush()
    journaliser(session, acteur.auteur, "diagnostic:commencer", "diagnostic", diagnostic.id)
    return diagnostic


def rediger_diagnostic(
    session: Session,
    acteur: Acteur,
    diagnostic: Diagnostic,
    *,
    textes: Textes | None = None,
    emplois: Emplois | None = None,
    version: int | None = None,
) -> Diagnostic:
    """Write a part of a diagnostic until it is shared: some texts, or the head count of its first day.

    `version` is the one that the writer read; raises ConflitDeVersion where someone has written since,
    and RefusMetier for a head count that does not add up (R43).
    """
    diagnostic.etat = DIAGNOSTIC.suivant(diagnostic.etat, "rediger")
    if version is not None and version != diagnostic.version:
        raise ConflitDeVersion(
            "Une autre personne vient d’écrire dans ce diagnostic. Relisez-le, puis recommencez."
        )
    for nom, texte in (textes or Textes()).dits().items():
        setattr(diagnostic, nom, texte)
    if emplois is not None:
        _exiger(rules.refus_emplois(emplois))
        _relever(session, diagnostic, emplois)
    diagnostic.redige_par_id = acteur.utilisateur_id
    session.flush()
    journaliser(session, acteur.auteur, "diagnostic:rediger", "diagnostic", diagnostic.id)
    return diagnostic


def _relever(session: Session, diagnostic: Diagnostic, emplois: Emplois) -> None:
    releve = releve_de(session, diagnostic)
    if releve is None:
        releve = EmploiReleve(
            structure_id=diagnostic.structure_id, jour=diagnostic.debut, source=SourceEmploi.DIAGNOSTIC
        )
        session.add(releve)
    releve.nb_postes = emplois.nb_postes
    releve.nb_cdi = emplois.nb_cdi
    releve.nb_cdd = emplois.nb_cdd
    releve.nb_emplois_aides = emplois.nb_emplois_aides
    releve.etp_centiemes = emplois.etp_centiemes


def partager_diagnostic(session: Session, acteur: Acteur, diagnostic: Diagnostic) -> Diagnostic:
    """Send the diagnostic to its structure; raises RefusMetier while something is still to write."""
    etat = DIAGNOSTIC.suivant(diagnostic.etat, "partager")
    if manque := rules.manques(textes_de(diagnostic)):
        raise RefusMetier(f"Avant de partager, écrivez encore {' et '.join(manque)}.")
    diagnostic.etat = etat
    diagnostic.partage_le = clock.now()
    journaliser(session, acteur.auteur, "diagnostic:partager", "diagnostic", diagnostic.id)
    emettre(session, DiagnosticPartage(diagnostic.id, diagnostic.structure_id))
    return diagnostic


def demander_changements(
    session: Session, acteur: Acteur, diagnostic: Diagnostic, *, remarques: str
) -> Diagnostic:
    """Give the diagnostic back to the DLA with what the structure wants changed."""
    etat = DIAGNOSTIC.suivant(diagnostic.etat, "demander_changements")
    if not remarques.strip():
        raise RefusMetier("Dites ce qui est à changer.", champ="remarques")
    diagnostic.etat = etat
    diagnostic.partage_le = None
    diagnostic.remarques = remarques.strip()
    journaliser(session, acteur.auteur, "diagnostic:demander_changements", "diagnostic", diagnostic.id)
    emettre(session, ChangementsDemandes(diagnostic.id, diagnostic.dla_id))
    return diagnostic


def valider_diagnostic(session: Session, acteur: Acteur, diagnostic: Diagnostic) -> Diagnostic:
    """The structure agrees: the diagnostic is frozen, and an ingénierie may start from it."""
    diagnostic.etat = DIAGNOSTIC.suivant(diagnostic.etat, "valider")
    diagnostic.valide_le = clock.now()
    diagnostic.valide_par_id = acteur.utilisateur_id
    journaliser(session, acteur.auteur, "diagnostic:valider", "diagnostic", diagnostic.id)
    emettre(session, DiagnosticValide(diagnostic.id, diagnostic.dla_id))
    return diagnostic


def _exiger(refus: Refus | None) -> None:
    if refus is not None:
        raise RefusMetier(refus[1], champ=refus[0])
