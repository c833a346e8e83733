"""Writing a ressource: a draft, its editions, offered to the network and taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.ressources.forms import ModeleForm, RessourceForm, RetirerForm
from dla_market.comptes.acteur import Acteur
from dla_market.kernel.errors import RefusMetier
from dla_market.ressources import operations
from dla_market.ressources.models import EtatRessource, NatureRessource, Ressource
from dla_market.ressources.rules import LIBELLES_NATURE
from dla_market.ressources.states import RESSOURCE
from dla_market.web.actes import acte
from dla_market.web.envois import antivirus_courant
from dla_market.web.forms import Formulaire, FormulaireActe
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def adresse(ressource: Ressource) -> str:
    """The page of a ressource."""
    return url_for("ressources.consulter", ressource_id=ressource.id)


def _fil(*suite: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("Ressources", url_for("ressources.lister")), *suite]


def creer() -> Reponse:
    """A draft, of the nature that the address names: a guide where it names none."""
    nature = _nature_demandee()
    form = _formulaire(nature)
    titre = "Écrire une ressource"
    montrer = partial(
        page,
        "ressources/ecrire.html",
        titre=titre,
        fil=_fil((titre, None)),
        form=form,
        ressource=None,
        natures=_onglets(nature),
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: _creer(session, acteur, nature, form),
        vers=adresse,
        succes="Le brouillon est enregistré : vous seuls le voyez.",
    )


def _creer(session: Session, acteur: Acteur, nature: NatureRessource, form: RessourceForm) -> Ressource:
    return operations.creer(session, acteur, nature, form.contenu_edition(), _depot(form))


def _onglets(nature: NatureRessource) -> list[dict[str, Any]]:
    return [
        {"libelle": mots, "url": url_for("ressources.creer", nature=n.value), "courant": n is nature}
        for n, mots in LIBELLES_NATURE.items()
    ]


def _nature_demandee() -> NatureRessource:
    demandee = request.args.get("nature", "")
    return next((n for n in NatureRessource if n.value == demandee), NatureRessource.GUIDE)


def _formulaire(nature: NatureRessource, ressource: Ressource | None = None) -> RessourceForm:
    """What it says now, and the nomenclatures to tick."""
    genre = ModeleForm if nature is NatureRessource.MODELE_CAHIER else RessourceForm
    donnees = {}
    if ressource is not None:
        edition = ressource.courante
        donnees = {nom: getattr(edition, nom) for nom in ("titre", "resume", "texte", "lien", *genre.PARTIES)}
        donnees |= {
            "secteurs": [s.secteur_code for s in edition.secteurs],
            "thematiques": [t.thematique_code for t in edition.thematiques],
            "version": ressource.version,
        }
    form = genre(data=donnees)
    connus = nomenclatures()
    form.secteurs.choices, form.thematiques.choices = dict(connus.secteurs), dict(connus.thematiques)
    if ressource is None or ressource.etat is not EtatRessource.PUBLIEE:
        del form.changement
    if ressource is None or ressource.courante.fichier is None:
        del form.sans_fichier
    return form


def _depot(form: RessourceForm) -> operations.Depot:
    return form.depot(antivirus=antivirus_courant() is not None)


def modifier(ressource: Ressource) -> Reponse:
    """Write it anew; a published one keeps its former edition."""
    _annoncer(ressource, "modifier")
    form = _formulaire(ressource.nature, ressource)
    montrer = partial(
        page,
        "ressources/ecrire.html",
        titre="Modifier la ressource",
        fil=_fil((ressource.courante.titre, adresse(ressource)), ("Modifier", None)),
        form=form,
        ressource=ressource,
        natures=[],
    )
    return acte(
        form,
        montrer,
        lambda session, acteur: _modifier(session, acteur, ressource, form),
        vers=adresse(ressource),
        succes="La ressource est enregistrée.",
    )


def _modifier(session: Session, acteur: Acteur, ressource: Ressource, form: RessourceForm) -> Ressource:
    return operations.modifier(
        session,
        acteur,
        ressource,
        form.contenu_edition(),
        _depot(form),
        changement=(form.changement.data or "") if "changement" in form else "",
        version=form.lire_version(),
    )


def publier(ressource: Ressource) -> Reponse:
    """Say who will read it, then publish."""
    _annoncer(ressource, "publier")
    form = FormulaireActe()
    return acte(
        form,
        partial(_confirmer, "publier", ressource, form),
        lambda session, acteur: operations.publier(session, acteur, ressource),
        vers=adresse(ressource),
        succes="La ressource est publiée : tout le réseau peut la lire.",
    )


def retirer(ressource: Ressource) -> Reponse:
    """Say what stays, then take it back."""
    _annoncer(ressource, "retirer")
    form = RetirerForm()
    return acte(
        form,
        partial(_confirmer, "retirer", ressource, form),
        lambda session, acteur: operations.retirer(session, acteur, ressource, motif=form.motif.data or ""),
        vers=adresse(ressource),
        succes="La ressource n’est plus proposée.",
    )


def _annoncer(ressource: Ressource, verbe: str) -> None:
    """Say at once that an act is not possible now; a form sent twice is left to its key."""
    if request.method == "GET" and not RESSOURCE.permet(ressource.etat, verbe):
        raise RefusMetier(
            f"Ce n’est pas possible maintenant : la ressource est {RESSOURCE.libelles[ressource.etat]}."
        )


def _confirmer(verbe: str, ressource: Ressource, form: Formulaire) -> Reponse:
    return page(
        f"ressources/{verbe}.html",
        titre=f"{verbe.capitalize()} la ressource",
        fil=_fil((ressource.courante.titre, adresse(ressource)), (verbe.capitalize(), None)),
        ressource=ressource,
        form=form,
    )
