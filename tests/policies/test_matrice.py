"""Every route, method and actor: what is written in `matrice.csv`, no more and no less (reliability A1).

The file is read by people: a line a route, a column an actor, « oui » where the actor passes the door.
DLA_MATRICE=1 writes it again from what the program answers, to be read before it is committed.
"""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path

import pytest

from dla_market.kernel.db import db
from dla_market.web.routes import DROITS
from tests.policies.monde import MondeMatrice
from tests.support.client import Client

FICHIER = Path(__file__).with_name("matrice.csv")
OUI, NON, CONNEXION = "oui", "non", "connexion"
ACTEURS = (
    "visiteur", "charge", "responsable", "gestionnaire", "regional", "structure", "titulaire", "intervenant",
    "perdant", "expert", "coordination", "financeur", "pilote", "autre_charge", "autre_responsable",
    "autre_gestionnaire", "autre_regional", "autre_structure", "autre_prestataire", "autre_expert",
    "autre_coordination",
    "autre_financeur",
)  # fmt: skip
HORS_TABLES = {"session_serveur"}
RESEAU = {
    "catalogue.voir_logo", "catalogue.telecharger_cv",
    "catalogue.consulter", "catalogue.publier", "catalogue.renvoyer", "expertise.proposer",
    "expertise.consulter", "centres.consulter", "centres.declarer_lien", "pieces.lister",
    "ressources.consulter", "ressources.telecharger", "bilan.consulter", "bilan.detailler",
    "bilan.detailler_ligne", "referencement.demander",
}  # fmt: skip
"""What is the whole network’s: a fiche is seen by every DLA, published by any region; the bilan adds up.

A ressource is offered to all of it; a call is answered by any prestataire.
"""

SIENS = {"comptes.mes_membres"}
"""What each opens on their own organisation."""


CHEZ_SOI = ("/ma-fiche", "/mes-documents", "/mon-appel", "/mes-referencements")
"""Where each finds their own, whoever they are."""


def cases(app) -> list[tuple[str, str]]:
    """Every (endpoint, method) of the program's own table."""
    return sorted(
        (r.endpoint, m)
        for r in app.url_map.iter_rules()
        if r.endpoint in DROITS
        for m in r.methods & {"GET", "POST"}
    )


def url_de(app, endpoint: str, monde: MondeMatrice) -> str:
    regle = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    arguments = {a: monde.arguments[a] for a in regle.arguments}
    with app.test_request_context():
        return app.url_for(endpoint, **arguments)


def issue(reponse) -> str:
    if reponse.status_code in (403, 404):
        return NON
    if reponse.status_code in (301, 302, 401) and "/connexion" in (
        reponse.location or reponse.headers.get("HX-Redirect", "")
    ):
        return CONNEXION
    assert reponse.status_code in (200, 303, 400, 409, 422), (reponse.request.path, reponse.status_code)
    return OUI


def empreinte(app) -> str:
    """A digest of every row but the sessions'."""
    resume = hashlib.sha256()
    with app.app_context(), db.engine.connect() as connexion:
        brute = connexion.connection.dbapi_connection
        noms = brute.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (nom,) in noms:
            if nom not in HORS_TABLES:
                lignes = brute.execute(f'SELECT * FROM "{nom}"').fetchall()
                resume.update(repr((nom, sorted(map(repr, lignes)))).encode())
    db_nettoyer(app)
    return resume.hexdigest()


def db_nettoyer(app) -> None:
    with app.app_context():
        db.session.remove()


def client_de(app, monde: MondeMatrice, nom: str) -> Client:
    client = app.test_client()
    if nom == "visiteur":
        return client
    with app.app_context():
        return client.se_connecter(monde.acteurs[nom])


def demander(client: Client, methode: str, url: str, *, htmx: bool = False):
    entetes = {"HX-Request": "true"} if htmx else {}
    if methode == "GET":
        return client.get(url, headers=entetes)
    if client.jeton == "":
        return client.post(url, headers=entetes)
    return client.poster(url, headers=entetes)


def attendues() -> dict[tuple[str, str], dict[str, str]]:
    with FICHIER.open(encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    return {(ligne["endpoint"], ligne["methode"]): ligne for ligne in lignes}


@pytest.mark.parametrize("acteur", ACTEURS)
def test_each_door_opens_to_who_is_written(matrice, acteur):
    base, monde, remettre = matrice
    app = base.app
    remettre()
    attendu = (
        {cle: ligne[acteur] for cle, ligne in attendues().items()}
        if not os.environ.get("DLA_MATRICE")
        else {}
    )
    trouve = parcourir(app, monde, remettre, acteur)
    if os.environ.get("DLA_MATRICE"):
        return ecrire(app, acteur, trouve)
    ecarts = {cle: (attendu.get(cle), valeur) for cle, valeur in trouve.items() if attendu.get(cle) != valeur}
    assert ecarts == {}
    assert set(attendu) == set(trouve)
    return None


def parcourir(app, monde, remettre, acteur) -> dict[tuple[str, str], str]:
    """Knock at every door, with and without HTMX; a refusal must leave every row as it was."""
    client = client_de(app, monde, acteur)
    avant = empreinte(app)
    trouve: dict[tuple[str, str], str] = {}
    for endpoint, methode in sorted(cases(app), key=lambda c: c[1]):
        url = url_de(app, endpoint, monde)
        if acteur == "visiteur" and methode == "POST":
            trouve[endpoint, methode] = visiteur_poste(client, url)
            continue
        reponse = demander(client, methode, url)
        trouve[endpoint, methode] = issue(reponse)
        sous_htmx = demander(client, methode, url, htmx=True) if issue(reponse) != OUI else None
        assert sous_htmx is None or issue(sous_htmx) == issue(reponse), (endpoint, methode)
        if methode == "POST" and reponse.status_code == 303:
            remettre()
            client = client_de(app, monde, acteur)
    assert empreinte(app) == avant, "a refused request wrote something"
    return trouve


def visiteur_poste(client, url) -> str:
    """Without a session there is no token: the form is refused before anything else."""
    reponse = client.post(url)
    assert reponse.status_code == 400
    return NON


def ecrire(app, acteur, trouve) -> None:
    lignes = attendues() if FICHIER.exists() else {}
    for cle in cases(app):
        ligne = lignes.setdefault(cle, {"endpoint": cle[0], "methode": cle[1]})
        ligne["permission"] = DROITS[cle[0]].permission or "public"
        ligne[acteur] = trouve[cle]
    with FICHIER.open("w", encoding="utf-8", newline="") as fichier:
        ecrivain = csv.DictWriter(
            fichier, ["endpoint", "methode", "permission", *ACTEURS], lineterminator="\n"
        )
        ecrivain.writeheader()
        ecrivain.writerows(lignes[cle] for cle in cases(app))


def test_the_file_has_every_door_and_every_actor(matrice):
    base, _, _ = matrice
    lignes = attendues()
    assert sorted(lignes) == cases(base.app)
    assert all(ligne[a] in (OUI, NON, CONNEXION) for ligne in lignes.values() for a in ACTEURS)


def test_nobody_passes_to_what_is_another_s(matrice):
    """Read off the file, not off the grid: a stranger passes no door that leads to an object."""
    base, _, _ = matrice
    ouvertes = [
        (endpoint, methode, a)
        for (endpoint, methode), ligne in attendues().items()
        if DROITS[endpoint].charge is not None and endpoint not in RESEAU
        if endpoint not in SIENS and not base_de(base.app, endpoint, CHEZ_SOI)
        for a in ACTEURS
        if a.startswith("autre_") and ligne[a] == OUI
    ]
    assert ouvertes == []


def base_de(app, endpoint: str, debut: tuple[str, ...]) -> bool:
    """Whether the route leads to one's own object, whoever one is."""
    return next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint).rule.startswith(debut)
