"""The cahier des charges as a PDF: the frozen text that every invited prestataire reads, its deadlines."""

from __future__ import annotations

from datetime import datetime

from dla_market.consultations.cahier import CahierFige
from dla_market.documents.pdf import rendre
from dla_market.documents.typographie import instant, jour, jours, montant


def pdf_cahier(
    cahier: CahierFige,
    *,
    dla: str,
    lancee_le: datetime,
    limite_intention: datetime,
    limite_offre: datetime,
    empreinte: str,
) -> bytes:
    """The PDF of a launched cahier. Deadlines are those of the consultation, which may have moved since."""
    textes = (
        ("Contexte", cahier.contexte),
        ("Objectifs", cahier.objectifs),
        ("Résultats attendus", cahier.resultats_attendus),
        ("Livrables", cahier.livrables),
        ("Modalités", cahier.modalites),
    )
    return rendre(
        "cahier",
        {
            "reference": cahier.reference,
            "intitule": cahier.intitule,
            "dla": dla,
            "structures": ", ".join(cahier.structures),
            "secteur": cahier.secteur,
            "jours": jours(cahier.jours_centiemes),
            "plafond": f"{montant(cahier.plafond_ttc_centimes)} TTC",
            "debut": jour(cahier.debut),
            "fin": jour(cahier.fin),
            "limite_intention": instant(limite_intention),
            "limite_offre": instant(limite_offre),
            "prestations": [
                {"thematique": nom, "jours": jours(centiemes)} for nom, centiemes in cahier.prestations
            ],
            "textes": [{"titre": nom, "lignes": _lignes(texte)} for nom, texte in textes if texte.strip()],
            "criteres": [
                {"libelle": c.libelle, "definition": c.definition, "poids": str(c.poids)}
                for c in cahier.criteres
            ],
            "ressources": [
                {
                    "titre": r.titre,
                    "auteur": r.auteur,
                    "resume": _lignes(r.resume),
                    "lien": r.lien,
                    "fichier": r.fichier,
                    "fichier_empreinte": r.fichier_empreinte,
                    "lignes": _lignes(r.texte),
                }
                for r in cahier.ressources
            ],
            "empreinte": empreinte,
        },
        titre=f"Cahier des charges, {cahier.reference}",
        cree_le=lancee_le,
    )


def _lignes(texte: str) -> list[str]:
    """A text by lines, as its writer broke it."""
    return texte.strip().splitlines()
