"""The history of a fiche in words: the name of each field, what was written in it, who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dla_market.blueprints.catalogue.libelles import (
    LIBELLES_FORME,
    LIBELLES_TVA,
    LIBELLES_TYPE,
    dire_taux,
)
from dla_market.catalogue.contenu import Ecart
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.rules import LIBELLES_NIVEAU
from dla_market.web.filters import ecrire_jours, jour, montant
from dla_market.web.nomenclatures import Nomenclatures

VERBES = {
    "creer": "Fiche commencée",
    "importer": "Fiche importée d’un fichier",
    "fusionner": "Fiches fusionnées",
    "modifier": "Fiche modifiée",
    "deposer_cv": "CV déposé",
    "retirer_cv": "CV retiré",
    "soumettre": "Fiche soumise",
    "renvoyer": "Fiche renvoyée, à compléter",
    "publier": "Fiche publiée",
    "confirmer": "Fiche confirmée pour un an",
    "relire": "Changements relus",
    "rappeler": "Rappel de confirmation envoyé",
    "annoncer_suspension": "Suspension annoncée",
    "repondre_suspension": "Réponse à la suspension annoncée",
    "suspendre": "Fiche suspendue",
    "abandonner_suspension": "Suspension abandonnée",
    "retablir": "Suspension levée",
    "fermer": "Fiche fermée",
    "effacer": "Fiche effacée, que personne n’avait reprise",
    "rouvrir": "Fiche rouverte, en brouillon",
}

LISTES = {
    "activite": "Secteur et thématique",
    "intervenant": "Équipe",
    "reference": "Référence",
    "lien": "Lien d’intérêts",
}

CHAMPS = {
    "nom": "Nom",
    "nom_commercial": "Nom commercial",
    "type_prestataire": "Type",
    "forme_juridique": "Forme juridique",
    "siret": "SIRET",
    "code_naf": "Code NAF",
    "creee_le": "Date de création",
    "effectif": "Effectif",
    "regime_tva": "TVA",
    "numero_tva": "Numéro de TVA",
    "declaration_activite": "Déclaration d’activité",
    "qualiopi": "Qualiopi",
    "adresse": "Adresse",
    "commune": "Commune du siège",
    "departement_code": "Département du siège",
    "telephone": "Téléphone",
    "courriel": "Adresse électronique",
    "site": "Site",
    "logo_id": "Logo",
    "titre": "Titre de l’offre",
    "presentation": "Présentation",
    "individuel": "Accompagnement individuel",
    "collectif": "Accompagnement collectif",
    "presentiel": "Sur place",
    "distance": "À distance",
    "types_structures": "Structures connues",
    "langues": "Langues",
    "techniques": "Techniques d’animation",
    "outils": "Outils",
    "tarif_jour_ht_centimes": "Tarif par jour",
    "tarif_min_centimes": "Tarif au plus bas",
    "tarif_max_centimes": "Tarif au plus haut",
    "tarif_collectif_centimes": "Tarif collectif",
    "tva_dix_millemes": "Taux de TVA",
    "frais_deplacement": "Frais de déplacement",
    "disponible_le": "Prochaine disponibilité",
    "jours_par_mois": "Jours par mois",
    "accepte_urgences": "Urgences acceptées",
    "charte_version": "Charte signée, version",
    "charte_signee_le": "Charte signée le",
    "charte_signee_par": "Charte signée par",
    "liens_declares_le": "Liens déclarés le",
    "sans_tete_de_reseau": "Ne dépend d’aucune tête de réseau",
    "zones": "Départements d’intervention",
    "niveau": "Niveau",
    "annees": "Années de pratique",
    "zones_propres": "Départements, s’ils diffèrent",
    "prenom": "Prénom",
    "fonction": "Fonction",
    "experience": "Expérience",
    "diplomes": "Diplômes",
    "annees_experience": "Années d’expérience",
    "secteurs": "Secteurs",
    "thematiques": "Thématiques",
    "actif": "Fait des missions",
    "accord_publication": "Accepte que son nom soit montré",
    "client": "Client",
    "annee": "Année",
    "secteur_code": "Secteur",
    "thematique_code": "Thématique",
    "jours_centiemes": "Durée",
    "montant_centimes": "Montant",
    "contact": "Qui appeler",
    "resume": "Ce qui a été fait",
    "organisation": "Avec qui",
    "nature": "Nature",
}


def dire_champ(ecart: Ecart, connus: Nomenclatures) -> str:
    """Which field, and of which line: « Équipe, Camille Exemple : Fonction »."""
    genre, _, champ = ecart.champ.rpartition(".")
    libelle = CHAMPS.get(champ, champ)
    if not genre:
        return libelle
    sujet = ecart.sujet
    if genre == "activite":
        secteur, _, thematique = sujet.partition(" ")
        sujet = f"{connus.secteurs.get(secteur, secteur)}, {connus.thematiques.get(thematique, thematique)}"
    return f"{LISTES[genre]}, {sujet}\u00a0: {libelle}"


def dire_valeur(champ: str, texte: str, connus: Nomenclatures) -> str:
    """What was written there, as a person reads it; a dash where nothing was."""
    if not texte:
        return "–"
    nom = champ.rpartition(".")[2]
    if nom in VALEURS:
        return VALEURS[nom](texte)
    mots = _codes(nom, connus)
    return texte if mots is None else ", ".join(mots.get(code, code) for code in texte.split())


def _codes(nom: str, connus: Nomenclatures) -> Mapping[str, str] | None:
    """Words by code, for the fields that hold codes."""
    return {
        "types_structures": {**connus.types_structures, **connus.structures_connues},
        "langues": LANGUES,
        "secteurs": connus.secteurs,
        "secteur_code": connus.secteurs,
        "thematiques": connus.thematiques,
        "thematique_code": connus.thematiques,
        "zones": connus.departements,
        "zones_propres": connus.departements,
        "departement_code": connus.departements,
    }.get(nom)


def _jour(texte: str) -> str:
    return jour(date.fromisoformat(texte))


def _montant(texte: str) -> str:
    return f"{montant(int(texte))} HT"


VALEURS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("creee_le", "disponible_le", "charte_signee_le", "liens_declares_le"), _jour),
    **dict.fromkeys(
        (
            "tarif_jour_ht_centimes",
            "tarif_min_centimes",
            "tarif_max_centimes",
            "tarif_collectif_centimes",
            "montant_centimes",
        ),
        _montant,
    ),
    "logo_id": lambda texte: f"image nº\u00a0{texte}",
    "niveau": lambda texte: f"{texte} ({LIBELLES_NIVEAU.get(int(texte), texte)})",
    "jours_centiemes": lambda texte: f"{ecrire_jours(int(texte))} jours",
    "type_prestataire": {t.value: mot for t, mot in LIBELLES_TYPE.items()}.__getitem__,
    "forme_juridique": {f.value: mot for f, mot in LIBELLES_FORME.items()}.__getitem__,
    "tva_dix_millemes": lambda texte: dire_taux(int(texte)),
    "regime_tva": {r.value: mot for r, mot in LIBELLES_TVA.items()}.__getitem__,
}
"""How the fields that are neither texts nor codes are said."""
