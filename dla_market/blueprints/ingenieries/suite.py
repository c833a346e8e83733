"""What comes next on an ingénierie, for who reads it: one main button, and where the rest is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from dla_market.comptes.acteur import Acteur
from dla_market.consultations.models import EtatConsultation
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.ingenieries.queries import contenu_cahier
from dla_market.ingenieries.rules import manques
from dla_market.ingenieries.states import PARCOURS
from dla_market.policies.grid import permits
from dla_market.web.parcours import Suivi, lien

E = EtatIngenierie


@dataclass(frozen=True)
class Bouton:
    """A link that looks like a button."""

    libelle: str
    url: str


@dataclass(frozen=True)
class Suite:
    """What comes next in one sentence, the button that does it, and the other places of the dossier."""

    phrase: str
    bouton: Bouton | None
    liens: list[Bouton]


def suite_de(acteur: Acteur, suivi: Suivi) -> Suite:
    """For this actor: a page that another room does not have, or that they may not open, is not offered."""
    ingenierie = suivi.ingenierie
    phrase, bouton = "", None
    if ingenierie.etat in (E.PROJET, E.CDC_REDIGE):
        phrase, bouton = _avant_consultation(acteur, ingenierie)
    elif ingenierie.etat is E.EN_CONSULTATION:
        phrase = "La consultation est en cours."
        bouton = _consultation(acteur, suivi, "Suivre la consultation")
    elif ingenierie.etat is not E.ABANDONNEE:
        phrase, bouton = _commande(acteur, suivi)
    autres = [b for b in _liens(acteur, suivi) if bouton is None or b.url != bouton.url]
    return Suite(phrase, bouton, autres)


def cahier_a_completer(ingenierie: Ingenierie) -> list[str]:
    """What its cahier still lacks, in words; everything where there is none."""
    return (
        ["le cahier des charges"] if ingenierie.cahier is None else manques(contenu_cahier(ingenierie.cahier))
    )


def _avant_consultation(acteur: Acteur, ingenierie: Ingenierie) -> tuple[str, Bouton | None]:
    cahier = Bouton(
        "Rédiger le cahier des charges" if ingenierie.cahier is None else "Compléter le cahier des charges",
        url_for("ingenieries.rediger_cahier", ingenierie_id=ingenierie.id),
    )
    manquent = cahier_a_completer(ingenierie)
    if manquent:
        redige = permits(acteur, "cahier:rediger", ingenierie)
        return f"Il reste à écrire {' et '.join(manquent)}.", cahier if redige else None
    if permits(acteur, "consultation:lancer", ingenierie):
        phrase = "Le cahier des charges est prêt. La consultation se lance quand la présélection l’est aussi."
        return phrase, _vers("Lancer la consultation", "consultations.lancer", ingenierie)
    if permits(acteur, "selection:ajouter", ingenierie):
        phrase = (
            "Le cahier des charges est prêt. Choisissez les prestataires à consulter ; le responsable lance."
        )
        url = lien("catalogue.chercher", ingenierie=ingenierie.id)
        return phrase, Bouton("Chercher des prestataires", url) if url else None
    return "Le DLA prépare l’appel aux prestataires.", None


def _commande(acteur: Acteur, suivi: Suivi) -> tuple[str, Bouton | None]:
    if suivi.commande is not None:
        url = lien("commandes.consulter", commande_id=suivi.commande.id)
        phrase = "" if suivi.ingenierie.etat is E.SOLDEE else "La suite se passe sur la commande."
        return phrase, Bouton(f"Voir la commande {suivi.commande.numero}", url) if url else None
    attribuee = suivi.consultation is not None and suivi.consultation.etat is EtatConsultation.ATTRIBUEE
    if attribuee and suivi.consultation and permits(acteur, "commande:etablir", suivi.consultation):
        url = lien("commandes.etablir", consultation_id=suivi.consultation.id)
        return "Le prestataire est choisi : la commande s’établit.", Bouton(
            "Établir la commande", url
        ) if url else None
    return "Le prestataire est choisi : le DLA prépare la commande.", None


def _liens(acteur: Acteur, suivi: Suivi) -> Iterator[Bouton]:
    ingenierie = suivi.ingenierie
    if permits(acteur, "selection:consulter", ingenierie):
        presel = _vers("Présélection des prestataires", "consultations.consulter_selection", ingenierie)
        yield from [presel] if presel else []
    consultation = _consultation(acteur, suivi, "Consultation")
    yield from [consultation] if consultation else []
    if suivi.commande is not None and (url := lien("commandes.consulter", commande_id=suivi.commande.id)):
        yield Bouton(f"Commande {suivi.commande.numero}", url)


def _consultation(acteur: Acteur, suivi: Suivi, libelle: str) -> Bouton | None:
    consultation = suivi.consultation
    if consultation is None or not permits(acteur, "consultation:consulter", consultation):
        return None
    url = lien("consultations.consulter", consultation_id=consultation.id)
    return Bouton(libelle, url) if url else None


def _vers(libelle: str, endpoint: str, ingenierie: Ingenierie) -> Bouton | None:
    url = lien(endpoint, ingenierie_id=ingenierie.id)
    return Bouton(libelle, url) if url else None


def gestes(acteur: Acteur, ingenierie: Ingenierie) -> frozenset[str]:
    """What the actor may still do to the ingénierie itself, by its state and the grid."""
    verbes = {
        "modifier_prestations": "ingenierie:modifier",
        "rediger_cahier": "cahier:rediger",
        "abandonner": "ingenierie:abandonner",
    }
    return frozenset(
        v for v, p in verbes.items() if PARCOURS.permet(ingenierie.etat, v) and permits(acteur, p, ingenierie)
    )
