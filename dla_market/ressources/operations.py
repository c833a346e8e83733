"""What is done with a ressource: written, changed, published, taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.fichiers import operations as fichiers
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.journal import journaliser
from dla_market.ressources import rules
from dla_market.ressources.events import RessourceInfectee, RessourcePubliee, RessourceRetiree
from dla_market.ressources.models import (
    Edition,
    EditionSecteur,
    EditionThematique,
    EtatRessource,
    NatureRessource,
    Ressource,
)
from dla_market.ressources.rules import Contenu
from dla_market.ressources.states import RESSOURCE


@dataclass(frozen=True)
class Depot:
    """What happens to the file of an edition: another one received, the former taken off, or nothing.

    `antivirus` says that the program has one, which the file then waits for.
    """

    recu: FichierRecu | None = None
    sans_fichier: bool = False
    antivirus: bool = False


SANS_DEPOT = Depot()
"""The file stays as it is: none for a first edition, the former one's for the next."""


def creer(
    session: Session, acteur: Acteur, nature: NatureRessource, contenu: Contenu, depot: Depot = SANS_DEPOT
) -> Ressource:
    """Write the first edition of a ressource of the actor's organisation, as a draft that it alone sees.

    Raises RefusMetier for what the edition lacks, or a file beyond what the organisation may keep.
    """
    _exiger(nature, contenu, fichier=depot.recu is not None)
    ressource = Ressource(
        organisation_id=acteur.organisation_id,
        nature=nature,
        etat=EtatRessource.BROUILLON,
        numero=1,
        cree_par_id=acteur.utilisateur_id,
        cree_le=clock.now(),
    )
    session.add(ressource)
    session.flush()
    fichier = _garder(session, acteur, depot, None)
    _ecrire(session, acteur, ressource, contenu, fichier, changement="")
    journaliser(
        session, acteur.auteur, "ressource:creer", "ressource", ressource.id, fichier=_empreinte(fichier)
    )
    return ressource


def modifier(
    session: Session,
    acteur: Acteur,
    ressource: Ressource,
    contenu: Contenu,
    depot: Depot = SANS_DEPOT,
    *,
    changement: str = "",
    version: int | None = None,
) -> Ressource:
    """Write it anew: a draft in place, a published one as another edition that says what changed.

    `version` is what the writer had read. Raises RefusMetier for what is missing or for a state that does
    not allow it, ConflitDeVersion where someone else has written meanwhile.
    """
    _verrouiller(session, ressource)
    if version is not None and version != ressource.version:
        raise ConflitDeVersion("Une autre personne vient de modifier cette ressource. Relisez-la d’abord.")
    etat = RESSOURCE.suivant(ressource.etat, "modifier")
    avant = ressource.courante.fichier
    _exiger(
        ressource.nature,
        contenu,
        fichier=depot.recu is not None or (avant is not None and not depot.sans_fichier),
    )
    fichier = _garder(session, acteur, depot, avant)
    if etat is EtatRessource.PUBLIEE:
        if not changement.strip():
            raise RefusMetier("Dites en quelques mots ce qui change.", champ="changement")
        ressource.numero += 1
    else:
        _effacer_brouillon(session, ressource)
    ressource.etat = etat
    _ecrire(session, acteur, ressource, contenu, fichier, changement=changement)
    if avant is not None and avant is not fichier and etat is EtatRessource.BROUILLON:
        session.delete(avant)  # nobody else has read it: the sweep takes its bytes away
    journaliser(
        session,
        acteur.auteur,
        "ressource:modifier",
        "ressource",
        ressource.id,
        edition=ressource.numero,
        fichier=_empreinte(fichier),
    )
    return ressource


def publier(session: Session, acteur: Acteur, ressource: Ressource) -> Ressource:
    """Offer it to the network, for the first time or again. Raises RefusMetier for an infected file."""
    _verrouiller(session, ressource)
    fichier = ressource.courante.fichier
    if fichier is not None and fichier.analyse is EtatAnalyse.INFECTE:
        raise RefusMetier("L’antivirus a trouvé son fichier infecté : remplacez-le ou retirez-le d’abord.")
    ressource.etat = RESSOURCE.suivant(ressource.etat, "publier")
    ressource.publiee_le, ressource.retiree_le, ressource.motif_retrait = clock.now(), None, ""
    journaliser(session, acteur.auteur, "ressource:publier", "ressource", ressource.id)
    emettre(session, RessourcePubliee(ressource.id))
    return ressource


def retirer(session: Session, acteur: Acteur, ressource: Ressource, *, motif: str) -> Ressource:
    """Offer it no more; the cahiers that it stands on keep it. Raises RefusMetier without a reason."""
    _verrouiller(session, ressource)
    etat = RESSOURCE.suivant(ressource.etat, "retirer")
    if not motif.strip():
        raise RefusMetier("Dites pourquoi elle n’est plus proposée.", champ="motif")
    ressource.etat, ressource.retiree_le, ressource.motif_retrait = etat, clock.now(), motif.strip()
    journaliser(
        session, acteur.auteur, "ressource:retirer", "ressource", ressource.id, motif=ressource.motif_retrait
    )
    emettre(session, RessourceRetiree(ressource.id))
    return ressource


def signaler_infectee(session: Session, fichier_id: int) -> None:
    """Tell the author whose file the antivirus has just found infected; nothing for any other file."""
    if session.get_one(Fichier, fichier_id).analyse is not EtatAnalyse.INFECTE:
        return
    concernees = select(Edition.ressource_id).where(Edition.fichier_id == fichier_id).distinct()
    for ressource_id in session.scalars(concernees).all():
        emettre(session, RessourceInfectee(ressource_id))


def _verrouiller(session: Session, ressource: Ressource) -> None:
    session.flush()
    session.refresh(ressource, with_for_update={"of": Ressource.__table__})


def _garder(session: Session, acteur: Acteur, depot: Depot, avant: Fichier | None) -> Fichier | None:
    """The file of the edition to write."""
    if depot.recu is None:
        return None if depot.sans_fichier else avant
    return fichiers.enregistrer(
        session,
        depot.recu,
        organisation_id=acteur.organisation_id,
        utilisateur_id=acteur.utilisateur_id,
        antivirus=depot.antivirus,
    )


def _empreinte(fichier: Fichier | None) -> str:
    return "" if fichier is None else fichier.empreinte


def _exiger(nature: NatureRessource, contenu: Contenu, *, fichier: bool) -> None:
    if refus := rules.refus_contenu(nature, contenu, fichier=fichier):
        raise RefusMetier(refus[1], champ=refus[0])


def _effacer_brouillon(session: Session, ressource: Ressource) -> None:
    """A draft that nobody else has read leaves no former edition."""
    for edition in ressource.editions:
        session.delete(edition)
    session.flush()
    session.expire(ressource, ["editions", "courante"])


def _ecrire(
    session: Session,
    acteur: Acteur,
    ressource: Ressource,
    contenu: Contenu,
    fichier: Fichier | None,
    *,
    changement: str,
) -> Edition:
    edition = Edition(
        ressource_id=ressource.id,
        numero=ressource.numero,
        titre=contenu.titre.strip(),
        resume=contenu.resume.strip(),
        texte=contenu.texte.strip(),
        lien=contenu.lien,
        fichier_id=None if fichier is None else fichier.id,
        changement=changement.strip(),
        ecrite_par_id=acteur.utilisateur_id,
        ecrite_le=clock.now(),
        secteurs=[EditionSecteur(secteur_code=code) for code in dict.fromkeys(contenu.secteurs)],
        thematiques=[EditionThematique(thematique_code=code) for code in dict.fromkeys(contenu.thematiques)],
        **asdict(contenu.parties),
    )
    session.add(edition)
    session.flush()
    session.expire(ressource, ["editions", "courante"])
    return edition
