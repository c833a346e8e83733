"""Who may do what: one page that an auditor can read.

A line is a permission (« object:verb », the same words as the route, the button and the event), and for
each role that has it, the fact that must hold between the actor and the object. What is not written
here is denied (reliability A2). Sources: domain sections 2 and 4; separation of duties inside one role
is a rule of the rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.policies.predicates import (
    a_sa_region,
    a_soi,
    de_la_region,
    de_son_adhesion,
    de_son_organisation,
    diagnostic_prete,
    diagnostic_recu,
    du_centre,
    du_dla,
    du_fonds,
    en_est_prestataire,
    finance,
    piece_du_paye,
    piece_instruite,
    piece_ouverte,
    sa_fiche,
    sa_maison,
    sa_maison_ou_structure_suivie,
    sa_structure,
    son_centre,
    structure_suivie,
    toujours,
    y_participe,
)

Fait = Callable[[Acteur, Any], bool]

CHARGE, RESPONSABLE, GESTIONNAIRE = Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE
REGIONAL, EXPERT, COORDINATEUR = Role.REFERENT_REGIONAL, Role.EXPERT, Role.COORDINATEUR
PRESTATAIRE, INTERVENANT, STRUCTURE = Role.PRESTATAIRE, Role.INTERVENANT, Role.STRUCTURE
FINANCEUR, PILOTE = Role.FINANCEUR, Role.PILOTE


def _dla(fait: Fait) -> dict[Role, Fait]:
    return dict.fromkeys((CHARGE, RESPONSABLE, GESTIONNAIRE), fait)


def _centre(fait: Fait) -> dict[Role, Fait]:
    return dict.fromkeys((EXPERT, COORDINATEUR), fait)


def _auteurs(fait: Fait) -> dict[Role, Fait]:
    return {**_centre(fait), REGIONAL: fait}


def _demandeurs(fait: Fait) -> dict[Role, Fait]:
    return dict.fromkeys((CHARGE, RESPONSABLE), fait)


_RESEAU: dict[Role, Fait] = {
    **_dla(toujours),
    **dict.fromkeys((REGIONAL, EXPERT, COORDINATEUR, PILOTE), toujours),
}
_LES_SIENNES: dict[Role, Fait] = dict.fromkeys(_RESEAU, de_son_adhesion)
_LIT_LA_PIECE: dict[Role, Fait] = {
    CHARGE: piece_ouverte,
    RESPONSABLE: piece_du_paye,
    GESTIONNAIRE: piece_du_paye,
}
_TOUS: dict[Role, Fait] = dict.fromkeys(Role, toujours)
_GARDIENS: dict[Role, Fait] = {
    **dict.fromkeys((RESPONSABLE, REGIONAL, COORDINATEUR, PRESTATAIRE, STRUCTURE, FINANCEUR), sa_maison),
    CHARGE: structure_suivie,
    PILOTE: toujours,
}
"""Who looks after the members of an organisation: one of its own, its DLA for a structure, the pilots."""


_REDACTEURS: dict[Role, Fait] = dict.fromkeys(
    (CHARGE, RESPONSABLE, REGIONAL, EXPERT, COORDINATEUR, PILOTE), toujours
)
"""Who drafts a fiche for a prestataire to claim (domain 4.1)."""


def _prestataire(fait: Fait) -> dict[Role, Fait]:
    """What an intervenant does too: read and prepare. What binds the firm is its administrators'."""
    return dict.fromkeys((PRESTATAIRE, INTERVENANT), fait)


GRILLE: Mapping[str, Mapping[Role, Fait]] = {
    # — chacun —
    "accueil:consulter": _TOUS,
    "compte:changer_organisation": _TOUS,
    "message:lister": _TOUS,
    "message:consulter": dict.fromkeys(Role, a_soi),
    # — référentiel —
    "reglage:lister": {PILOTE: toujours},
    "reglage:poser": {PILOTE: toujours},
    # — synonymes de la recherche —
    "synonyme:lister": {PILOTE: toujours},
    "synonyme:creer": {PILOTE: toujours},
    "synonyme:modifier": {PILOTE: toujours},
    # — membres des organisations —
    "organisation:lister": {PILOTE: toujours},
    "membre:lister": {
        **dict.fromkeys(Role, sa_maison),
        CHARGE: sa_maison_ou_structure_suivie,
        PILOTE: toujours,
    },
    "membre:inviter": _GARDIENS,
    "membre:renvoyer": _GARDIENS,
    "membre:annuler": _GARDIENS,
    "membre:retirer": _GARDIENS,
    "membre:quitter": dict.fromkeys(Role, a_soi),
    # — catalogue —
    "fiche:chercher": _RESEAU,
    "fiche:exporter": _RESEAU,
    "recherche:lister": _RESEAU,
    "recherche:enregistrer": _RESEAU,
    "recherche:consulter": _LES_SIENNES,
    "recherche:modifier": _LES_SIENNES,
    "recherche:supprimer": _LES_SIENNES,
    "fiche:situer": {PRESTATAIRE: sa_fiche},
    "fiche:consulter": {**_RESEAU, **_prestataire(sa_fiche)},
    "fiche:creer": _REDACTEURS,
    "fiche:lister_proposees": _REDACTEURS,
    "fiche:relancer": {**dict.fromkeys(_REDACTEURS, sa_maison), PILOTE: toujours},
    "fiche:fusionner": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:modifier": {PRESTATAIRE: sa_fiche},
    "fiche:deposer_logo": {PRESTATAIRE: sa_fiche},
    "fiche:retirer_logo": {PRESTATAIRE: sa_fiche},
    "cv:telecharger": {**_dla(toujours), REGIONAL: toujours, PRESTATAIRE: en_est_prestataire},
    "cv:deposer": {PRESTATAIRE: en_est_prestataire},
    "cv:retirer": {PRESTATAIRE: en_est_prestataire},
    "fiche:soumettre": {PRESTATAIRE: sa_fiche},
    "fiche:confirmer": {PRESTATAIRE: sa_fiche},
    "fiche:lister_a_publier": {REGIONAL: toujours},
    "fiche:publier": {REGIONAL: toujours},
    "fiche:renvoyer": {REGIONAL: toujours},
    "fiche:suivre": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:lire_historique": {REGIONAL: toujours, PILOTE: toujours, PRESTATAIRE: sa_fiche},
    "fiche:comparer": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:relire": {REGIONAL: toujours},
    "fiche:annoncer_suspension": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:repondre_suspension": {PRESTATAIRE: sa_fiche},
    "fiche:suspendre": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:abandonner_suspension": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:retablir": {REGIONAL: toujours, PILOTE: toujours},
    "fiche:fermer": {PILOTE: toujours, PRESTATAIRE: sa_fiche},
    "fiche:rouvrir": {PRESTATAIRE: sa_fiche},
    # — expertise —
    "aval:lister": {EXPERT: toujours, COORDINATEUR: toujours},
    "aval:proposer": {EXPERT: toujours, COORDINATEUR: toujours},
    "aval:consulter": {**_RESEAU, **_prestataire(en_est_prestataire)},
    "aval:confirmer": {COORDINATEUR: du_centre},
    "aval:refuser": {COORDINATEUR: du_centre},
    "aval:renouveler": {EXPERT: du_centre, COORDINATEUR: du_centre},
    "aval:retirer": {COORDINATEUR: du_centre},
    "aval:repondre": {PRESTATAIRE: en_est_prestataire},
    "centre:lister": _RESEAU,
    "centre:consulter": _RESEAU,
    "poste:ajouter": {COORDINATEUR: son_centre},
    "poste:clore": {COORDINATEUR: du_centre},
    "action:ajouter": {COORDINATEUR: son_centre},
    "action:retirer": {COORDINATEUR: du_centre},
    "lien:lister": {EXPERT: toujours, COORDINATEUR: toujours},
    "lien:declarer": {EXPERT: toujours, COORDINATEUR: toujours},
    "lien:terminer": {EXPERT: a_soi, COORDINATEUR: a_soi},
    # — ressources —
    "ressource:lister": _RESEAU,
    "ressource:consulter": _RESEAU,
    "ressource:telecharger": _RESEAU,
    "ressource:telecharger_jointe": {**_dla(du_dla), REGIONAL: de_la_region, STRUCTURE: y_participe},
    "ressource:creer": _auteurs(toujours),
    "ressource:modifier": _auteurs(de_son_organisation),
    "ressource:publier": _auteurs(de_son_organisation),
    "ressource:retirer": _auteurs(de_son_organisation),
    "ressource:joindre": {CHARGE: du_dla},
    "ressource:detacher": {CHARGE: du_dla},
    # — sollicitations —
    "sollicitation:lister": {**_demandeurs(toujours), **_centre(toujours)},
    "sollicitation:consulter": {**_demandeurs(du_dla), **_centre(du_centre)},
    "sollicitation:ecrire": {**_demandeurs(du_dla), **_centre(du_centre)},
    "sollicitation:envoyer": _demandeurs(toujours),
    "sollicitation:preter_diagnostic": _demandeurs(du_dla),
    "sollicitation:retirer": _demandeurs(du_dla),
    "sollicitation:clore": _demandeurs(du_dla),
    "sollicitation:prendre_en_charge": _centre(du_centre),
    "sollicitation:repondre": _centre(du_centre),
    "sollicitation:reorienter": _centre(du_centre),
    "proposition:ajouter": _centre(du_centre),
    "proposition:enlever": _centre(du_centre),
    "proposition:retenir": {CHARGE: du_dla},
    "activite:consulter": _centre(toujours),
    "activite:exporter": _centre(toujours),
    # — pièces —
    "piece:consulter_les_miennes": {PRESTATAIRE: sa_fiche},
    "piece:deposer": {PRESTATAIRE: sa_fiche},
    "piece:lister": {**_dla(toujours), REGIONAL: toujours},
    "piece:lister_a_verifier": _dla(toujours),
    "piece:consulter": {**_LIT_LA_PIECE, REGIONAL: piece_instruite, PRESTATAIRE: en_est_prestataire},
    "piece:telecharger": {**_LIT_LA_PIECE, REGIONAL: piece_instruite, PRESTATAIRE: en_est_prestataire},
    "piece:accepter": _LIT_LA_PIECE,
    "piece:refuser": _LIT_LA_PIECE,
    # — référencement —
    "appel:rediger": {REGIONAL: a_sa_region},
    "appel:publier": {REGIONAL: a_sa_region},
    "referencement:lister_siens": {PRESTATAIRE: toujours},
    "referencement:demander": {PRESTATAIRE: toujours},
    "referencement:completer": {PRESTATAIRE: en_est_prestataire},
    "referencement:proposer": {PRESTATAIRE: en_est_prestataire},
    "referencement:retirer": {PRESTATAIRE: en_est_prestataire},
    "referencement:renoncer": {PRESTATAIRE: en_est_prestataire},
    "referencement:lister": {REGIONAL: toujours},
    "referencement:consulter": {REGIONAL: a_sa_region, PRESTATAIRE: en_est_prestataire},
    "referencement:instruire": {REGIONAL: a_sa_region},
    "referencement:demander_complement": {REGIONAL: a_sa_region},
    "referencement:accepter": {REGIONAL: a_sa_region},
    "referencement:refuser": {REGIONAL: a_sa_region},
    "referencement:reconnaitre": {REGIONAL: a_sa_region},
    "referencement:notifier_retrait": {REGIONAL: a_sa_region},
    "referencement:repondre_retrait": {PRESTATAIRE: en_est_prestataire},
    "referencement:prononcer_retrait": {REGIONAL: a_sa_region},
    "referencement:abandonner_retrait": {REGIONAL: a_sa_region},
    "provisoire:lister": {REGIONAL: toujours},
    "provisoire:decider": {REGIONAL: a_sa_region},
    "couverture:consulter": {REGIONAL: toujours, PILOTE: toujours},
    # — accompagnement —
    "structure:lister": {**_dla(toujours), REGIONAL: toujours},
    "structure:consulter": {**_dla(du_dla), REGIONAL: de_la_region, STRUCTURE: sa_structure},
    "structure:creer": {CHARGE: toujours},
    "structure:modifier": {CHARGE: du_dla},
    "structure:accueillir": {CHARGE: du_dla},
    "accompagnement:consulter": {STRUCTURE: toujours},
    "diagnostic:consulter": {
        CHARGE: du_dla,
        RESPONSABLE: du_dla,
        STRUCTURE: diagnostic_recu,
        EXPERT: diagnostic_prete,
        COORDINATEUR: diagnostic_prete,
    },
    "diagnostic:commencer": {CHARGE: du_dla},
    "diagnostic:rediger": {CHARGE: du_dla},
    "diagnostic:partager": {CHARGE: du_dla},
    "diagnostic:valider": {STRUCTURE: diagnostic_recu},
    "diagnostic:demander_changements": {STRUCTURE: diagnostic_recu},
    # — ingénieries —
    "ingenierie:lister": {**_dla(toujours), REGIONAL: toujours, STRUCTURE: toujours},
    "ingenierie:consulter": {**_dla(du_dla), REGIONAL: de_la_region, STRUCTURE: y_participe},
    "ingenierie:creer": {CHARGE: du_dla},
    "ingenierie:modifier": {CHARGE: du_dla},
    "ingenierie:abandonner": {RESPONSABLE: du_dla},
    "cahier:rediger": {CHARGE: du_dla},
    # — consultations, côté acheteur —
    "selection:consulter": {CHARGE: du_dla, RESPONSABLE: du_dla},
    "selection:ajouter": {CHARGE: du_dla},
    "selection:retirer": {CHARGE: du_dla},
    "selection:ecarter": {CHARGE: du_dla},
    "selection:reprendre": {CHARGE: du_dla},
    "selection:justifier": {CHARGE: du_dla},
    "provisoire:demander": {CHARGE: du_dla},
    "consultation:lister": {CHARGE: toujours, RESPONSABLE: toujours, REGIONAL: toujours, STRUCTURE: toujours},
    "consultation:consulter": {
        CHARGE: du_dla,
        RESPONSABLE: du_dla,
        REGIONAL: de_la_region,
        STRUCTURE: y_participe,
    },
    "consultation:lire_preselection": {CHARGE: du_dla, RESPONSABLE: du_dla, REGIONAL: de_la_region},
    "consultation:lancer": {RESPONSABLE: du_dla},
    "consultation:prolonger": {RESPONSABLE: du_dla},
    "consultation:repondre_question": {CHARGE: du_dla},
    "consultation:ouvrir": {CHARGE: du_dla, RESPONSABLE: du_dla},
    "consultation:declarer_interet": {CHARGE: du_dla, RESPONSABLE: du_dla, STRUCTURE: y_participe},
    "consultation:lire_offres": {CHARGE: du_dla, RESPONSABLE: du_dla, STRUCTURE: y_participe},
    "consultation:noter": {CHARGE: du_dla, STRUCTURE: y_participe},
    "consultation:choisir": {STRUCTURE: y_participe},
    "consultation:ecarter": {CHARGE: du_dla},
    "consultation:attribuer": {RESPONSABLE: du_dla},
    "consultation:declarer_infructueuse": {RESPONSABLE: du_dla},
    "consultation:classer_sans_suite": {RESPONSABLE: du_dla},
    # — consultations, côté prestataire —
    "invitation:lister": _prestataire(toujours),
    "invitation:consulter": _prestataire(en_est_prestataire),
    "invitation:repondre": _prestataire(en_est_prestataire),
    "question:poser": _prestataire(en_est_prestataire),
    "offre:consulter": _prestataire(en_est_prestataire),
    "offre:rediger": _prestataire(en_est_prestataire),
    "offre:deposer": {PRESTATAIRE: en_est_prestataire},
    "offre:retirer": {PRESTATAIRE: en_est_prestataire},
    # — commandes —
    "commande:lister": {
        **_dla(toujours),
        REGIONAL: toujours,
        **_prestataire(toujours),
        STRUCTURE: toujours,
    },
    "commande:consulter": {
        **_dla(du_dla),
        REGIONAL: de_la_region,
        **_prestataire(en_est_prestataire),
        STRUCTURE: y_participe,
    },
    "commande:etablir": {CHARGE: du_dla, RESPONSABLE: du_dla},
    "commande:signer": {RESPONSABLE: du_dla, PRESTATAIRE: en_est_prestataire, STRUCTURE: y_participe},
    "commande:notifier": {RESPONSABLE: du_dla},
    "commande:annuler": {RESPONSABLE: du_dla},
    "livrable:remettre": _prestataire(en_est_prestataire),
    "livrable:accepter": {STRUCTURE: y_participe},
    "livrable:refuser": {STRUCTURE: y_participe},
    "service_fait:attester": {STRUCTURE: y_participe},
    "service_fait:certifier": {RESPONSABLE: du_dla},
    "facture:lister": {GESTIONNAIRE: toujours, RESPONSABLE: toujours, PRESTATAIRE: toujours},
    "facture:deposer": {PRESTATAIRE: en_est_prestataire},
    "facture:valider": {GESTIONNAIRE: du_dla},
    "facture:rejeter": {GESTIONNAIRE: du_dla},
    "facture:payer": {GESTIONNAIRE: du_dla},
    "evaluation:rendre": {CHARGE: du_dla, STRUCTURE: y_participe},
    "evaluation:repondre": {PRESTATAIRE: en_est_prestataire},
    "evaluation_dla:rendre": {PRESTATAIRE: en_est_prestataire},
    # — fonds —
    "fonds:lister": {**_dla(toujours), REGIONAL: toujours, FINANCEUR: toujours, PILOTE: toujours},
    "fonds:consulter": {**_dla(du_fonds), REGIONAL: de_la_region, FINANCEUR: finance, PILOTE: toujours},
    "fonds:conventionner": {RESPONSABLE: du_fonds, GESTIONNAIRE: du_fonds},
    # — bilan —
    "bilan:consulter": {PILOTE: toujours, REGIONAL: toujours},
    "bilan:exporter": {PILOTE: toujours},
}


def permits(acteur: Acteur, permission: str, objet: Any = None) -> bool:
    """Whether the actor may. An unknown permission is denied, not guessed."""
    fait = GRILLE.get(permission, {}).get(acteur.role)
    return fait is not None and fait(acteur, objet)


def a_le_droit(acteur: Acteur, permission: str) -> bool:
    """Whether the actor's role has the permission on some object: for menus and empty lists."""
    return acteur.role in GRILLE.get(permission, {})
