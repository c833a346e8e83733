"""What is done in a consultation, from the shortlist to the award; one module a moment of its life."""

from dla_market.consultations.operations.analyse import declarer_interet, ecarter, noter
from dla_market.consultations.operations.attribution import (
    attribuer,
    choisir,
    classer_sans_suite,
    declarer_infructueuse,
)
from dla_market.consultations.operations.depot import (
    Depot,
    deposer,
    enregistrer_brouillon,
    retirer_offre,
)
from dla_market.consultations.operations.echanges import (
    poser_question,
    prolonger,
    repondre_invitation,
    repondre_question,
)
from dla_market.consultations.operations.invitables import (
    decider_provisoire,
    demander_provisoire,
    justifier_selection,
)
from dla_market.consultations.operations.lancement import lancer
from dla_market.consultations.operations.ouverture import ouvrir_offres, renouveler_les_cles
from dla_market.consultations.operations.selection import (
    ajouter_selection,
    ecarter_selection,
    reprendre_selection,
    retirer_selection,
)

__all__ = [
    "Depot",
    "ajouter_selection",
    "attribuer",
    "choisir",
    "classer_sans_suite",
    "decider_provisoire",
    "declarer_infructueuse",
    "declarer_interet",
    "demander_provisoire",
    "deposer",
    "ecarter",
    "ecarter_selection",
    "enregistrer_brouillon",
    "justifier_selection",
    "lancer",
    "noter",
    "ouvrir_offres",
    "poser_question",
    "prolonger",
    "renouveler_les_cles",
    "repondre_invitation",
    "repondre_question",
    "reprendre_selection",
    "retirer_offre",
    "retirer_selection",
]
