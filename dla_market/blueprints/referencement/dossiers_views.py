"""The files of a region: its lists, one file, and what the région decides of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.referencement.forms import (
    AccepterForm,
    ComplementForm,
    ReconnaitreForm,
    RefuserForm,
)
from dla_market.blueprints.referencement.mots import mots
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations.provisoires import provisoires_demandes
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.pieces import queries as pieces
from dla_market.pieces import rules as regles_pieces
from dla_market.referencement import operations, queries
from dla_market.referencement.models import Referencement
from dla_market.referencement.reglages import reglages_du
from dla_market.referencement.rules import OUVERTES
from dla_market.web.actes import acte, droits, qui
from dla_market.web.ecriture import executer
from dla_market.web.forms import FormulaireVide
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page

TEXTE_MAX = 200


@dataclass(frozen=True)
class Onglet:
    """One list of the page."""

    libelle: str
    url: str
    courant: bool


def lister() -> Reponse:
    """The region's files by what they ask of it; the first list that holds some, unless one is asked for."""
    session, acteur, today, filtres = session_courante(), qui(), clock.today(), _filtres()
    preavis = reglages_du(session, today).preavis_jours
    comptes = queries.comptes(session, acteur, today, preavis, filtres)
    nom = _liste_demandee(comptes)
    requete = queries.liste(acteur, nom, today, preavis, filtres)
    return page(
        "referencement/lister.html",
        titre="Référencements de la région",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Référencements", None)],
        nom=nom,
        titres=queries.LISTES,
        filtres=filtres,
        tabs=_onglets(filtres, comptes, nom),
        dossiers=paginer(session, requete, request.args.get("page", 1, type=int)),
        url_page=lambda numero: _url(filtres, liste=nom, page=numero),
        provisoires=len(provisoires_demandes(session, acteur)),
        connus=nomenclatures(),
        **mots(),
    )


def _liste_demandee(comptes: Mapping[str, int]) -> str:
    nom = request.args.get("liste", "")
    return nom if nom in comptes else next((n for n, combien in comptes.items() if combien), "en_cours")


def _onglets(filtres: queries.Filtres, comptes: Mapping[str, int], nom: str) -> list[Onglet]:
    return [
        Onglet(f"{queries.LISTES[n]} ({combien})", _url(filtres, liste=n), n == nom)
        for n, combien in comptes.items()
    ]


def _filtres() -> queries.Filtres:
    departement = request.args.get("departement", "")
    return queries.Filtres(
        request.args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX],
        departement if departement in nomenclatures().departements else "",
    )


def _url(filtres: queries.Filtres, **plus: Any) -> str:
    dits = {"texte": filtres.texte, "departement": filtres.departement, **plus}
    return url_for("referencement.lister", **{n: v for n, v in dits.items() if v})


ACTES = (
    "instruire",
    "demander_complement",
    "completer",
    "accepter",
    "refuser",
    "reconnaitre",
    "proposer",
    "retirer",
    "renoncer",
    "notifier_retrait",
    "repondre_retrait",
    "prononcer_retrait",
    "abandonner_retrait",
)


def consulter(dossier: Referencement) -> Reponse:
    """One file: what was asked, answered and decided, and what comes next."""
    return _page("referencement/consulter.html", dossier, None, documents=_documents(dossier))


def _documents(dossier: Referencement) -> list[tuple[str, str, str]]:
    """While the region examines the request, the documents that it may read: name, state, its tone."""
    if qui().role is not Role.REFERENT_REGIONAL or dossier.etat not in OUVERTES:
        return []
    today = clock.today()
    etats = pieces.etats_montres(session_courante(), qui(), dossier.prestataire_id, today)
    return [
        (
            regles_pieces.LIBELLES_GENRE[genre],
            regles_pieces.LIBELLES_ETAT[etat],
            regles_pieces.TONS[etat],
        )
        for genre, etat in etats.items()
        if genre in regles_pieces.INSTRUITES
    ]


def instruire(dossier: Referencement) -> Reponse:
    """Open the file."""
    return executer(
        lambda session, acteur: operations.instruire(session, acteur, dossier),
        vers=_adresse(dossier),
        succes="L’instruction est ouverte. Le prestataire le sait.",
        form=FormulaireVide(),
    )


def demander_complement(dossier: Referencement) -> Reponse:
    """Say what is missing."""
    form = ComplementForm()
    return acte(
        form,
        partial(
            _page, "referencement/demander_complement.html", dossier, "Demander un complément", form=form
        ),
        lambda session, acteur: operations.demander_complement(
            session, acteur, dossier, form.complement.data or ""
        ),
        vers=_adresse(dossier),
        succes="Le prestataire sait ce qui manque.",
    )


def accepter(dossier: Referencement) -> Reponse:
    """Accept, until a day."""
    debut, fin = operations.fin_par_defaut(session_courante(), dossier)
    form = AccepterForm(data={"fin": fin})
    return acte(
        form,
        partial(_page, "referencement/accepter.html", dossier, "Accepter", form=form, debut=debut),
        lambda session, acteur: operations.accepter(session, acteur, dossier, fin=form.fin.data),
        vers=_adresse(dossier),
        succes="Le référencement est accepté.",
    )


def refuser(dossier: Referencement) -> Reponse:
    """Refuse, with a reason and how to appeal."""
    form = RefuserForm()
    return acte(
        form,
        partial(_page, "referencement/refuser.html", dossier, "Refuser", form=form),
        lambda session, acteur: operations.refuser(session, acteur, dossier, form.motif.data or ""),
        vers=_adresse(dossier),
        succes="La demande est refusée. Le prestataire sait pourquoi et comment contester.",
    )


def reconnaitre(dossier: Referencement) -> Reponse:
    """Accept or refuse what another region has accepted, on one screen."""
    debut, fin = operations.fin_par_defaut(session_courante(), dossier)
    form = ReconnaitreForm(data={"fin": fin})
    return acte(
        form,
        partial(_page, "referencement/reconnaitre.html", dossier, "Décider", form=form, debut=debut),
        lambda session, acteur: _reconnaitre(session, acteur, dossier, form),
        vers=_adresse(dossier),
        succes="Votre décision est enregistrée.",
    )


def _reconnaitre(
    session: Session, acteur: Acteur, dossier: Referencement, form: ReconnaitreForm
) -> Referencement:
    if form.decision.data == "accepter":
        return operations.accepter(session, acteur, dossier, fin=form.lire_fin())
    return operations.refuser(session, acteur, dossier, form.motif.data or "")


def _page(template: str, dossier: Referencement, verbe: str | None, **contexte: Any) -> Reponse:
    nom = _nom(dossier)
    chemin: list[tuple[str, str | None]] = [_maison()]
    chemin += [(nom, None)] if verbe is None else [(nom, _adresse(dossier)), (verbe, None)]
    return page(
        template,
        titre=nom if verbe is None else f"{verbe}\u00a0: {nom}",
        fil=chemin,
        dossier=dossier,
        peut=droits(dossier, *(f"referencement:{acte}" for acte in ACTES)),
        **mots(),
        **contexte,
    )


def _nom(dossier: Referencement) -> str:
    """Who is named at the head of the page: the other one of the two."""
    sienne = dossier.prestataire_id == qui().organisation_id
    return dossier.regional.nom if sienne else dossier.prestataire.nom


def _maison() -> tuple[str, str]:
    if "referencement:lister_siens" in droits(None, "referencement:lister_siens"):
        return "Mes référencements", url_for("referencement.miens")
    return "Référencements", url_for("referencement.lister")


def _adresse(dossier: Referencement) -> str:
    return url_for("referencement.consulter", referencement_id=dossier.id)
