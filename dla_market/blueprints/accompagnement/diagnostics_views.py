"""A diagnostic: begun, written by parts, shared by the DLA; validated or sent back by the structure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from flask import request, url_for

from dla_market.accompagnement import operations, queries, rules
from dla_market.accompagnement.models import Diagnostic, Structure, TypeDiagnostic
from dla_market.accompagnement.states import DIAGNOSTIC
from dla_market.blueprints.accompagnement.fiche import LIBELLES_TYPE
from dla_market.blueprints.accompagnement.forms import (
    ChangementsForm,
    CommencerDiagnosticForm,
    SectionForm,
)
from dla_market.blueprints.accompagnement.sections import SECTIONS, Section
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.web.actes import acte, droits, qui
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse, page
from dla_market.web.parcours import lien


def adresse(diagnostic: Diagnostic) -> str:
    """The page of a diagnostic."""
    return url_for("accompagnement.consulter_diagnostic", diagnostic_id=diagnostic.id)


def _fil(structure: Structure, *suite: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    if droits(None, "structure:lister"):
        return [
            ("Structures", url_for("accompagnement.lister")),
            (structure.nom, url_for("accompagnement.consulter", structure_id=structure.id)),
            *suite,
        ]
    if not droits(None, "accompagnement:consulter"):
        return [("Demandes des DLA", lien("sollicitations.lister")), (structure.nom, None), *suite]
    return [("Mon accompagnement", url_for("accompagnement.mon_accompagnement")), *suite]


def commencer(structure: Structure) -> Reponse:
    """Begin a diagnostic of a structure."""
    form = CommencerDiagnosticForm(data={"debut": clock.today()} if request.method == "GET" else None)
    montrer = partial(
        page,
        "accompagnement/commencer_diagnostic.html",
        titre="Commencer un diagnostic",
        fil=_fil(structure, ("Commencer un diagnostic", None)),
        structure=structure,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.commencer_diagnostic(
            session, acteur, structure, type_=TypeDiagnostic(form.type.data), debut=form.lire_debut()
        ),
        vers=lambda commence: _adresse_section(commence, "situation"),
        succes="Le diagnostic est commencé.",
    )


def _adresse_section(diagnostic: Diagnostic, section: str | None) -> str:
    if section is None:
        return adresse(diagnostic)
    return url_for("accompagnement.rediger_diagnostic", diagnostic_id=diagnostic.id, section=section)


def consulter_diagnostic(diagnostic: Diagnostic) -> Reponse:
    """The whole diagnostic, and what comes next for who reads it."""
    actes = ("rediger", "partager", "valider", "demander_changements")
    permis = droits(diagnostic, "ingenierie:creer", *(f"diagnostic:{verbe}" for verbe in actes))
    return page(
        "accompagnement/diagnostic.html",
        titre="Votre diagnostic" if qui().role is Role.STRUCTURE else "Diagnostic",
        fil=_fil(diagnostic.structure, ("Diagnostic", None)),
        diagnostic=diagnostic,
        releve=queries.releve_de(session_courante(), diagnostic),
        etat_mots=DIAGNOSTIC.libelles[diagnostic.etat],
        type_mots=LIBELLES_TYPE[diagnostic.type],
        peut=_possibles(diagnostic, permis, actes),
        manques=rules.manques(queries.textes_de(diagnostic)),
        url_ingenierie="ingenierie:creer" in permis
        and lien("ingenieries.creer", diagnostic_id=diagnostic.id),
        url_demander=bool(droits(None, "sollicitation:envoyer"))
        and lien("sollicitations.envoyer", dossier=f"diagnostic-{diagnostic.id}"),
    )


def _annoncer(diagnostic: Diagnostic, verbe: str) -> None:
    """Say at once that an act is not possible now; a form sent twice is left to its key."""
    if request.method == "GET" and not DIAGNOSTIC.permet(diagnostic.etat, verbe):
        etat = DIAGNOSTIC.libelles[diagnostic.etat]
        raise RefusMetier(f"Ce n’est pas possible maintenant : le diagnostic est {etat}.")


def _possibles(diagnostic: Diagnostic, permis: Collection[str], verbes: Iterable[str]) -> set[str]:
    return {v for v in verbes if f"diagnostic:{v}" in permis and DIAGNOSTIC.permet(diagnostic.etat, v)}


def rediger_diagnostic(diagnostic: Diagnostic) -> Reponse:
    """Write one part of the diagnostic; each saves alone."""
    _annoncer(diagnostic, "rediger")
    section = SECTIONS[(request.view_args or {})["section"]]
    form = _formulaire(diagnostic, section)

    return acte(
        form,
        partial(_page_section, diagnostic, section, form),
        lambda session, acteur: operations.rediger_diagnostic(
            session, acteur, diagnostic, version=form.lire_version(), **form.a_ecrire()
        ),
        vers=_adresse_section(diagnostic, section.suivante),
        succes="Cette partie est enregistrée.",
    )


def _formulaire(diagnostic: Diagnostic, section: Section) -> SectionForm:
    releve = queries.releve_de(session_courante(), diagnostic)
    source = releve if section.nom == "emplois" else diagnostic
    champs = [nom for nom in dir(section.form) if source is not None and hasattr(type(source), nom)]
    donnees = {nom: getattr(source, nom) for nom in champs if nom not in ("metadata", "version")}
    return section.form(data=donnees | {"version": diagnostic.version})


def _page_section(diagnostic: Diagnostic, section: Section, form: SectionForm) -> Reponse:
    return page(
        "accompagnement/rediger_diagnostic.html",
        titre=section.titre,
        fil=_fil(diagnostic.structure, ("Diagnostic", adresse(diagnostic)), (section.titre, None)),
        diagnostic=diagnostic,
        section=section,
        onglets_sections=[
            {"libelle": s.titre, "url": _adresse_section(diagnostic, s.nom), "courant": s is section}
            for s in SECTIONS.values()
        ],
        form=form,
    )


def partager_diagnostic(diagnostic: Diagnostic) -> Reponse:
    """Say what sharing does, then share."""
    _annoncer(diagnostic, "partager")
    form = FormulaireActe()
    montrer = partial(
        page,
        "accompagnement/partager_diagnostic.html",
        titre="Partager le diagnostic",
        fil=_fil(diagnostic.structure, ("Diagnostic", adresse(diagnostic)), ("Partager", None)),
        diagnostic=diagnostic,
        manques=rules.manques(queries.textes_de(diagnostic)),
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.partager_diagnostic(session, acteur, diagnostic),
        vers=adresse(diagnostic),
        succes="Le diagnostic est partagé : la structure est prévenue.",
    )


def valider_diagnostic(diagnostic: Diagnostic) -> Reponse:
    """Say what validating does, then validate."""
    _annoncer(diagnostic, "valider")
    form = FormulaireActe()
    montrer = partial(
        page,
        "accompagnement/valider_diagnostic.html",
        titre="Valider le diagnostic",
        fil=_fil(diagnostic.structure, ("Diagnostic", adresse(diagnostic)), ("Valider", None)),
        diagnostic=diagnostic,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.valider_diagnostic(session, acteur, diagnostic),
        vers=url_for("accompagnement.mon_accompagnement"),
        succes="Le diagnostic est validé. Merci !",
    )


def demander_changements(diagnostic: Diagnostic) -> Reponse:
    """What the structure wants changed, before it validates."""
    _annoncer(diagnostic, "demander_changements")
    form = ChangementsForm()
    montrer = partial(
        page,
        "accompagnement/demander_changements.html",
        titre="Demander des changements",
        fil=_fil(diagnostic.structure, ("Diagnostic", adresse(diagnostic)), ("Changements", None)),
        diagnostic=diagnostic,
        form=form,
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: operations.demander_changements(
            session, acteur, diagnostic, remarques=form.remarques.data or ""
        ),
        vers=url_for("accompagnement.mon_accompagnement"),
        succes="Votre demande est envoyée à votre DLA.",
    )
