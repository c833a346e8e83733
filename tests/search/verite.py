"""What the catalogue says, read by SQL and never by the engine: the truth that a relevance set is held to.

A predicate is a regular expression over the folded texts of a fiche, or a fact (secteur=sport, dep=69,
fait=sport/69 for an activity done there, nom~solrenelle...). `&` joins, ` OU ` parts, `!` denies.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import text
from sqlalchemy.orm import Session

from dla_market.referentiel.noms import normaliser

TEXTES = (
    """SELECT p.id, o.nom, p.nom_commercial, p.titre, p.presentation, p.techniques, p.outils, p.commune
       FROM prestataire p JOIN organisation o ON o.id = p.id WHERE p.etat = 'publiee'""",
    """SELECT prestataire_id, prenom, nom, fonction, experience, diplomes FROM intervenant
       WHERE actif AND accord_publication""",
    "SELECT prestataire_id, client, resume FROM prestataire_reference",
    """SELECT a.prestataire_id, s.libelle, t.libelle FROM prestataire_activite a
       JOIN secteur s ON s.code = a.secteur_code JOIN thematique t ON t.code = a.thematique_code""",
)
FAITS = (
    """SELECT a.prestataire_id, 'secteur=' || a.secteur_code, 'theme=' || a.thematique_code,
       'couple=' || a.secteur_code || '/' || a.thematique_code,
       'famille=' || a.secteur_code || '/' || t.groupe_code
       FROM prestataire_activite a JOIN thematique t ON t.code = a.thematique_code""",
    """SELECT z.prestataire_id, 'dep=' || z.departement_code, 'region=' || d.region_code FROM
       (SELECT prestataire_id, departement_code FROM prestataire_zone
        UNION SELECT a.prestataire_id, z.departement_code
        FROM prestataire_activite a JOIN activite_zone z ON z.activite_id = a.id) z
       JOIN departement d ON d.code = z.departement_code""",
    """SELECT a.prestataire_id, 'fait=' || a.secteur_code || '/' || d.code,
       'fait=' || a.thematique_code || '/' || d.code,
       'faitregion=' || a.secteur_code || '/' || a.thematique_code || '/' || d.region_code,
       'fait=' || a.secteur_code || '/' || a.thematique_code || '/' || d.code
       FROM prestataire_activite a JOIN departement d ON EXISTS
       (SELECT 1 FROM activite_zone z WHERE z.activite_id = a.id AND z.departement_code = d.code)
       OR NOT EXISTS (SELECT 1 FROM activite_zone z WHERE z.activite_id = a.id) AND EXISTS
       (SELECT 1 FROM prestataire_zone z WHERE z.prestataire_id = a.prestataire_id
        AND z.departement_code = d.code)""",
    """SELECT a.prestataire_id, 'centre=' || c.code FROM aval a JOIN centre_ressources c ON c.id = a.centre_id
       WHERE a.etat = 'confirme' AND a.fin >= :jour""",
    """SELECT r.prestataire_id, 'ref=' || g.region_code FROM referencement r
       JOIN dla_regional g ON g.id = r.regional_id
       WHERE r.etat = 'accepte' AND (r.debut IS NULL OR r.debut <= :jour)
       AND (r.fin IS NULL OR r.fin >= :jour)""",
    """SELECT id, CASE WHEN collectif THEN 'mode=collectif' ELSE '' END,
       CASE WHEN individuel THEN 'mode=individuel' ELSE '' END,
       CASE WHEN disponible_le <= :jour THEN 'dispo=oui' ELSE 'dispo=non' END,
       CASE WHEN tarif_jour_ht_centimes < 60000 THEN 'tarif=moins_600' ELSE '' END,
       CASE WHEN EXISTS (SELECT 1 FROM commande c WHERE c.prestataire_id = prestataire.id
         AND c.etat IN ('notifiee', 'executee', 'soldee')) THEN 'missions=oui' ELSE 'missions=non' END
       FROM prestataire""",
)


@dataclass
class FicheVraie:
    """A published fiche: its name, all its texts folded, its facts."""

    nom: str = ""
    texte: str = ""
    faits: set[str] = field(default_factory=set)


def lire_verite(session: Session, jour: date) -> dict[int, FicheVraie]:
    """Every published fiche, by id."""
    fiches: dict[int, FicheVraie] = {}
    for rang, demande in enumerate(TEXTES):
        for fiche_id, *mots in session.execute(text(demande)):
            if rang == 0:
                fiches[fiche_id] = FicheVraie(normaliser(mots[0]))
            if fiche_id in fiches:
                fiches[fiche_id].texte += _plier(" | ".join(["", *mots]))
    for demande in FAITS:
        parametres = {"jour": jour.isoformat()} if ":jour" in demande else {}
        for fiche_id, *faits in session.execute(text(demande), parametres):
            if fiche_id in fiches:
                fiches[fiche_id].faits.update(faits)
    return fiches


def _plier(texte: str) -> str:
    return re.sub(r"[^a-z0-9|]+", " ", f" {normaliser(texte)} ")


@cache
def predicat(ecrit: str) -> Callable[[FicheVraie], bool]:
    """Read a predicate."""
    voies = [[_terme(terme.strip()) for terme in voie.split(" & ")] for voie in ecrit.split(" OU ")]
    return lambda fiche: any(all(terme(fiche) for terme in voie) for voie in voies)


def _terme(ecrit: str) -> Callable[[FicheVraie], bool]:
    if ecrit.startswith("!"):
        nie = _terme(ecrit[1:])
        return lambda fiche: not nie(fiche)
    if ecrit.startswith("nom~"):
        return lambda fiche: ecrit[4:] in fiche.nom
    if re.fullmatch(r"[a-z]+=[\w/-]+", ecrit):
        return lambda fiche: ecrit in fiche.faits
    # texts are words between single spaces: looking for one is many times faster than for a boundary
    motif = re.compile(" " + ecrit[2:] if ecrit.startswith(r"\b") else ecrit)
    return lambda fiche: motif.search(fiche.texte) is not None
