"""Keeping a search, and looking at it again on behalf of who keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue import queries as catalogue
from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser
from dla_market.notices.operations import deposer_courriel
from dla_market.policies.grid import permits
from dla_market.search import LigneResultat, MoteurRecherche, Requete
from dla_market.search.requetes import TAILLE_MAXIMALE
from dla_market.veille.models import Alerte, RechercheEnregistree
from dla_market.veille.rules import corps_de, objet_de

PAR_PERSONNE = 50
"""How many searches a person keeps at most, in one organisation."""

Lire = Callable[[Acteur, str], Requete]
"""The question that a kept address asks, for an actor, today."""


def enregistrer(
    session: Session,
    acteur: Acteur,
    moteur: MoteurRecherche,
    lire: Lire,
    *,
    nom: str,
    requete: str,
    alerte: Alerte,
) -> RechercheEnregistree:
    """Keep a search under a name: what it finds now is known, and will not be told as news.

    Raises RefusMetier without a name, for a name already taken, beyond PAR_PERSONNE; IndexAbsent.
    """
    siennes = session.scalars(
        select(RechercheEnregistree).where(RechercheEnregistree.adhesion_id == acteur.adhesion_id)
    ).all()
    if len(siennes) >= PAR_PERSONNE:
        raise RefusMetier(f"Vous gardez déjà {PAR_PERSONNE} recherches : supprimez-en une.")
    recherche = RechercheEnregistree(adhesion_id=acteur.adhesion_id, requete=requete, cree_le=clock.now())
    _nommer(session, recherche, nom)
    recherche.alerte, recherche.regardee_le = alerte, clock.now()
    recherche.vues = _dites({ligne.id for ligne in _trouver(moteur, lire(acteur, requete))})
    session.add(recherche)
    session.flush()
    journaliser(session, acteur.auteur, "recherche:enregistrer", "recherche", recherche.id)
    return recherche


def modifier(
    session: Session,
    acteur: Acteur,
    moteur: MoteurRecherche,
    lire: Lire,
    recherche: RechercheEnregistree,
    *,
    nom: str,
    alerte: Alerte,
) -> None:
    """Give it another name or another rhythm; turned on, an alert starts from what is found now."""
    _nommer(session, recherche, nom)
    if recherche.alerte is Alerte.AUCUNE and alerte is not Alerte.AUCUNE:
        trouvees = {ligne.id for ligne in _trouver(moteur, lire(acteur, recherche.requete))}
        recherche.vues, recherche.regardee_le = _dites(_vues(recherche) | trouvees), clock.now()
    recherche.alerte = alerte
    journaliser(session, acteur.auteur, "recherche:modifier", "recherche", recherche.id, alerte=alerte.value)


def supprimer(session: Session, acteur: Acteur, recherche: RechercheEnregistree) -> None:
    """Keep it no more: its alerts end."""
    journaliser(session, acteur.auteur, "recherche:supprimer", "recherche", recherche.id)
    session.delete(recherche)


def regarder(session: Session, moteur: MoteurRecherche, lire: Lire, recherche_id: int) -> int:
    """Look again, as the person would today; tell what is new in one message. Returns how many are.

    Nothing is looked for once the person has left, or may not search any more: the alert then ends. What the
    person may not see is not told, and not known either. Raises IndexAbsent, having changed nothing.
    """
    recherche = session.get(RechercheEnregistree, recherche_id)
    if recherche is None:
        return 0
    acteur = _acteur(recherche.adhesion)
    if acteur is None or not permits(acteur, "fiche:chercher"):
        recherche.alerte = Alerte.AUCUNE
        return 0
    vues = _vues(recherche)
    nouvelles = [ligne for ligne in _trouver(moteur, lire(acteur, recherche.requete)) if ligne.id not in vues]
    visibles = catalogue.lignes(session, acteur, [ligne.id for ligne in nouvelles])
    dites = [_ligne(ligne, visibles[ligne.id].titre) for ligne in nouvelles if ligne.id in visibles]
    if dites:
        deposer_courriel(
            session,
            utilisateur_id=acteur.utilisateur_id,
            organisation_id=acteur.organisation_id,
            objet=objet_de(recherche.nom, len(dites)),
            corps=corps_de(recherche.nom, dites),
            lien=f"/recherches/{recherche.id}",
            cause=f"veille:{recherche.id}:{clock.today().isoformat()}",
        )
    recherche.vues, recherche.regardee_le = _dites(vues | set(visibles)), clock.now()
    return len(dites)


def _nommer(session: Session, recherche: RechercheEnregistree, nom: str) -> None:
    propre = " ".join(nom.split())
    if not propre:
        raise RefusMetier("Donnez un nom à cette recherche.", champ="nom")
    with session.no_autoflush:
        deja = session.scalar(
            select(RechercheEnregistree.id).where(
                RechercheEnregistree.adhesion_id == recherche.adhesion_id,
                RechercheEnregistree.nom == propre,
                RechercheEnregistree.id.is_distinct_from(recherche.id),
            )
        )
    if deja is not None:
        raise RefusMetier("Vous gardez déjà une recherche sous ce nom.", champ="nom")
    recherche.nom = propre


def _acteur(adhesion: Adhesion) -> Acteur | None:
    """The actor that this membership makes today; None once it has ended, or its person or body has."""
    jour = clock.today()
    if adhesion.depuis > jour or (adhesion.jusqu_au is not None and adhesion.jusqu_au < jour):
        return None
    if not adhesion.utilisateur.active or not adhesion.organisation.active:
        return None
    return acteur_de(adhesion)


def _trouver(moteur: MoteurRecherche, requete: Requete) -> Iterator[LigneResultat]:
    """All the lines of a question, page after page."""
    page, total = 1, 1
    while (page - 1) * TAILLE_MAXIMALE < total:
        resultat = moteur.interroger(replace(requete, page=page, taille=TAILLE_MAXIMALE, avec_facettes=False))
        yield from resultat.lignes
        page, total = page + 1, resultat.total


def _ligne(ligne: LigneResultat, titre: str) -> str:
    pour = next((raison.texte for raison in ligne.raisons if raison.signe == "+"), "")
    return ", ".join(mot for mot in (ligne.nom, titre, pour) if mot)


def _vues(recherche: RechercheEnregistree) -> set[int]:
    return set(json.loads(recherche.vues))


def _dites(vues: set[int]) -> str:
    return json.dumps(sorted(vues), separators=(",", ":"))
