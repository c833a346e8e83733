"""The charter that a prestataire signs: each version with its words, and the one that is signed today."""

from __future__ import annotations

from collections.abc import Collection, Mapping

CHARTES: Mapping[str, tuple[str, ...]] = {
    "2026-1": (
        "J’interviens pour la structure, dans le cadre du cahier des charges et vers son autonomie.",
        "Je garde pour moi ce que j’apprends d’elle. Le rapport lui appartient : elle seule le transmet.",
        "Avant de répondre, je dis tout lien avec une structure, un DLA, un centre ou un autre prestataire.",
        "Je réponds si les personnes que je présente sont compétentes et libres. Qui est annoncé vient.",
        "Je n’accepte ni ne propose, pour cette mission, aucune autre rémunération que celle de la commande.",
        "Je tiens ma fiche à jour, je la confirme chaque année, et j’accepte d’être évalué·e.",
    ),
}
"""The versions, the latest last."""

AVEC_CONFIDENTIALITE: Collection[str] = frozenset({"2026-1"})
"""The versions that hold the clause of confidentiality: who signed one of them accepted it (domain 7.1)."""

EN_VIGUEUR: str = list(CHARTES)[-1]
"""The version that is signed today."""
