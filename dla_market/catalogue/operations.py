"""What is done to a fiche: edit, submit, send back, publish, confirm."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue import charte
from dla_market.catalogue.completude import PRESENTATION_MAX, manques
from dla_market.catalogue.contenu import INTERVENANT, REFERENCE, contenu, ecarts
from dla_market.catalogue.events import (
    FicheConfirmee,
    FicheModifiee,
    FichePubliee,
    FicheRenvoyee,
    FicheSoumise,
)
from dla_market.catalogue.histoire import figer_copie, tracer_acte, tracer_ecarts
from dla_market.catalogue.models import (
    Activite,
    ActiviteZone,
    Intervenant,
    LienDePrestataire,
    Prestataire,
    Reference,
    RegimeTva,
    Zone,
)
from dla_market.catalogue.saisies import (
    ActiviteSaisie,
    ConditionsSaisie,
    FicheSaisie,
    IdentiteSaisie,
    PresentationSaisie,
)
from dla_market.catalogue.states import FICHE
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import ConflitDeVersion, RefusMetier
from dla_market.kernel.events import emettre
from dla_market.kernel.journal import journaliser

L = TypeVar("L")
S = TypeVar("S")


def modifier_fiche(session: Session, acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> Prestataire:
    """Replace the parts of the fiche that `saisie` holds; what it leaves None stays.

    A published fiche shows it at once: a catalogue that waits for its readers is a stale one. Who is in
    charge reads what changed since it last looked, and may open a suspension.

    Raises ConflitDeVersion where someone changed the fiche since its form was shown, RefusMetier for a
    SIRET that another fiche bears, a pair entered twice or a text that is too long.
    """
    verrouiller(session, fiche)
    if saisie.version is not None and saisie.version != fiche.version:
        raise ConflitDeVersion(
            "Une autre personne vient de modifier cette fiche. Relisez-la, puis recommencez."
        )
    fiche.etat = FICHE.suivant(fiche.etat, "modifier")
    avant = contenu(fiche)
    changes = [nom for nom, changer in _PARTIES if changer(session, acteur, fiche, saisie)]
    if changes:
        session.flush()
        tracer_ecarts(session, acteur, fiche, ecarts(avant, contenu(fiche)))
        fiche.version += 1
        journaliser(
            session, acteur.auteur, "fiche:modifier", "prestataire", fiche.id, parties=", ".join(changes)
        )
        emettre(session, FicheModifiee(fiche.id))
    return fiche


def soumettre(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Ask for publication. Raises RefusMetier naming what a fiche must say and this one does not."""
    verrouiller(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "soumettre")
    absents = [manque.phrase for manque in manques(fiche) if manque.bloquant]
    if absents:
        raise RefusMetier("La fiche ne peut pas encore être soumise. " + " ".join(absents))
    fiche.etat = suivant
    fiche.version += 1
    journaliser(session, acteur.auteur, "fiche:soumettre", "prestataire", fiche.id)
    tracer_acte(session, acteur, fiche, "soumettre")
    emettre(session, FicheSoumise(fiche.id))
    return fiche


def renvoyer(session: Session, acteur: Acteur, fiche: Prestataire, motif: str) -> Prestataire:
    """Send a submitted fiche back. Raises RefusMetier without a sentence that says what is missing."""
    verrouiller(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "renvoyer")
    if not motif.strip():
        raise RefusMetier("Dites au prestataire ce qui manque à sa fiche.", champ="motif")
    fiche.etat = suivant
    fiche.version += 1
    journaliser(session, acteur.auteur, "fiche:renvoyer", "prestataire", fiche.id, motif=motif.strip())
    tracer_acte(session, acteur, fiche, "renvoyer", motif.strip())
    figer_copie(session, acteur, fiche, "renvoyer")
    emettre(session, FicheRenvoyee(fiche.id, motif.strip()))
    return fiche


def publier(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Put a submitted fiche in the catalogue, confirmed as of today.

    Raises RefusMetier where what it must say was taken out since it was submitted.
    """
    verrouiller(session, fiche)
    suivant = FICHE.suivant(fiche.etat, "publier")
    absents = [manque.phrase for manque in manques(fiche) if manque.bloquant]
    if absents:
        raise RefusMetier("La fiche ne peut pas être publiée. " + " ".join(absents))
    fiche.etat = suivant
    fiche.confirmee_le = clock.today()
    fiche.version += 1
    journaliser(session, acteur.auteur, "fiche:publier", "prestataire", fiche.id)
    tracer_acte(session, acteur, fiche, "publier")
    figer_copie(session, acteur, fiche, "publier")
    emettre(session, FichePubliee(fiche.id))
    return fiche


def confirmer(session: Session, acteur: Acteur, fiche: Prestataire) -> Prestataire:
    """Say that a published fiche still holds, for a year from today (domain R31)."""
    verrouiller(session, fiche)
    fiche.etat = FICHE.suivant(fiche.etat, "confirmer")
    fiche.confirmee_le = clock.today()
    fiche.version += 1
    journaliser(session, acteur.auteur, "fiche:confirmer", "prestataire", fiche.id)
    tracer_acte(session, acteur, fiche, "confirmer")
    emettre(session, FicheConfirmee(fiche.id))
    return fiche


def verrouiller(session: Session, fiche: Prestataire) -> None:
    """Read the fiche afresh and keep others from changing it until the end of the transaction."""
    session.refresh(fiche, with_for_update={"of": Prestataire.__table__})


def _changer_identite(session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    identite = saisie.identite
    if identite is None:
        return False
    if not identite.nom.strip():
        raise RefusMetier("Indiquez le nom sous lequel vous travaillez.", champ="nom")
    if identite.siret is not None:
        autre = session.scalar(
            select(Prestataire.id).where(Prestataire.siret == identite.siret, Prestataire.id != fiche.id)
        )
        if autre is not None:
            raise RefusMetier("Une autre fiche porte déjà ce numéro SIRET.", champ="siret")
    if identite.regime_tva is RegimeTva.FRANCHISE:
        fiche.tva_dix_millemes = None  # who adds no VAT has no rate of it
    return _poser(fiche, identite)


def _changer_presentation(
    _session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie
) -> bool:
    presentation = saisie.presentation
    if presentation is None:
        return False
    if len(presentation.presentation) > PRESENTATION_MAX:
        raise RefusMetier(f"La présentation dépasse {PRESENTATION_MAX} signes.", champ="presentation")
    return _poser(fiche, presentation)


def _changer_conditions(_session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    conditions = saisie.conditions
    if conditions is None:
        return False
    bas, haut = conditions.tarif_min_centimes, conditions.tarif_max_centimes
    if bas is not None and haut is not None and bas > haut:
        raise RefusMetier("Le tarif le plus bas dépasse le plus haut.", champ="tarif_max_centimes")
    if conditions.tva_dix_millemes is not None and fiche.regime_tva is RegimeTva.FRANCHISE:
        raise RefusMetier(
            "Votre fiche dit que vous êtes en franchise de TVA\u00a0: ne choisissez pas de taux.",
            champ="tva_dix_millemes",
        )
    return _poser(fiche, conditions)


def _poser(fiche: Prestataire, partie: IdentiteSaisie | PresentationSaisie | ConditionsSaisie) -> bool:
    change = False
    for champ, valeur in vars(partie).items():
        voulue = tuple(sorted(valeur)) if isinstance(valeur, tuple) else valeur
        if getattr(fiche, champ) != voulue:
            setattr(fiche, champ, voulue)
            change = True
    return change


def _changer_activites(session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    if saisie.activites is None:
        return False
    change = _remplacer(
        fiche.activites,
        saisie.activites,
        cle=_paire,
        creer=lambda s: Activite(
            secteur_code=s.secteur_code, thematique_code=s.thematique_code, niveau=s.niveau, annees=s.annees
        ),
        champs=("niveau", "annees"),
        doublon="Un même couple secteur et thématique est indiqué deux fois.",
    )
    session.flush()
    voulues = {_paire(voulue): voulue for voulue in saisie.activites}
    zones = [_changer_zones_propres(activite, voulues[_paire(activite)]) for activite in fiche.activites]
    return any(zones) or change


def _paire(activite: Activite | ActiviteSaisie) -> tuple[str, str]:
    return activite.secteur_code, activite.thematique_code


def _changer_zones_propres(activite: Activite, voulue: ActiviteSaisie) -> bool:
    return _remplacer(
        activite.zones,
        [ActiviteZone(departement_code=code) for code in sorted(set(voulue.zones_propres))],
        cle=lambda z: z.departement_code,
        creer=lambda z: z,
        champs=(),
        doublon="Un département est indiqué deux fois.",
    )


def _changer_zones(_session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    if saisie.zones is None:
        return False
    return _remplacer(
        fiche.zones,
        [Zone(departement_code=code) for code in sorted(saisie.zones)],
        cle=lambda z: z.departement_code,
        creer=lambda z: z,
        champs=(),
        doublon="Un département est indiqué deux fois.",
    )


def _changer_intervenants(session: Session, acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    if saisie.intervenants is None:
        return False
    avec_cv = [personne for personne in fiche.intervenants if personne.cv_id is not None]
    change = _remplacer(
        fiche.intervenants,
        saisie.intervenants,
        cle=lambda p: p.id,
        creer=lambda s: Intervenant(**{champ: getattr(s, champ) for champ in INTERVENANT}),
        champs=INTERVENANT,
        doublon="Une même personne est indiquée deux fois.",
    )
    for partie in (personne for personne in avec_cv if personne not in fiche.intervenants):
        journaliser(
            session, acteur.auteur, "cv:retirer", "prestataire", fiche.id, intervenant=partie.id
        )  # the row and its file go together
    return change


def _changer_references(_session: Session, _acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    if saisie.references is None:
        return False
    return _remplacer(
        fiche.references,
        saisie.references,
        cle=lambda r: r.id,
        creer=lambda s: Reference(**{champ: getattr(s, champ) for champ in REFERENCE}),
        champs=REFERENCE,
        doublon="Une même référence est indiquée deux fois.",
    )


def _changer_engagements(_session: Session, acteur: Acteur, fiche: Prestataire, saisie: FicheSaisie) -> bool:
    engagements = saisie.engagements
    if engagements is None:
        return False
    change = _remplacer(
        fiche.liens,
        engagements.liens,
        cle=lambda lien: lien.id,
        creer=lambda s: LienDePrestataire(organisation=s.organisation, nature=s.nature),
        champs=("organisation", "nature"),
        doublon="Un même lien est indiqué deux fois.",
    )
    if change or fiche.liens_declares_le is None:
        fiche.liens_declares_le, change = clock.today(), True
    seule = engagements.sans_tete_de_reseau
    if seule is not None and seule is not fiche.sans_tete_de_reseau:
        fiche.sans_tete_de_reseau, change = seule, True
    if engagements.signer and fiche.charte_version != charte.EN_VIGUEUR:
        fiche.charte_version, fiche.charte_signee_le = charte.EN_VIGUEUR, clock.today()
        fiche.charte_signee_par, change = acteur.nom, True
    return change


def _remplacer(
    presents: list[L],
    voulus: Iterable[S],
    *,
    cle: Callable[[Any], Hashable],
    creer: Callable[[S], L],
    champs: tuple[str, ...],
    doublon: str,
) -> bool:
    """Bring a list of rows to what is wanted, keeping the rows that stay; whether anything changed.

    Rows are matched by `cle`; a wanted one whose key is None, or is not there, is new.
    """
    par_cle = {cle(ligne): ligne for ligne in presents}
    gardes: set[Hashable] = set()
    change = False
    for voulu in voulus:
        marque = cle(voulu)
        if marque is not None and marque in gardes:
            raise RefusMetier(doublon)
        ligne = par_cle.get(marque) if marque is not None else None
        if ligne is None:
            presents.append(creer(voulu))
            change = True
        else:
            for champ in champs:
                if getattr(ligne, champ) != getattr(voulu, champ):
                    setattr(ligne, champ, getattr(voulu, champ))
                    change = True
        if marque is not None:
            gardes.add(marque)
    for marque, ligne in par_cle.items():
        if marque not in gardes:
            presents.remove(ligne)
            change = True
    return change


_PARTIES: tuple[tuple[str, Callable[[Session, Acteur, Prestataire, FicheSaisie], bool]], ...] = (
    ("identité", _changer_identite),
    ("offre", _changer_presentation),
    ("prix et disponibilité", _changer_conditions),
    ("activités", _changer_activites),
    ("zones", _changer_zones),
    ("équipe", _changer_intervenants),
    ("références", _changer_references),
    ("engagements", _changer_engagements),
)
