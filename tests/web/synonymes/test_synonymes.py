from datetime import timedelta

from sqlalchemy import select

from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.journal import EntreeJournal
from dla_market.referentiel.models import GroupeSynonymes
from tests.support import fabriques

ENVOI = {"mots": "fanfare\nharmonie ; orphéon\nFanfare", "aussi": "cuivres", "valide_du": "2026-01-01"}


def le_pilote(client):
    with unit_of_work() as ecriture:
        pilote = fabriques.un_acteur(ecriture, Role.PILOTE, fabriques.un_pilote(ecriture))
    client.se_connecter(pilote)
    return client


def groupe_de(session, mot):
    session.rollback()
    return session.scalars(select(GroupeSynonymes).where(GroupeSynonymes.mots.contains(mot))).one()


def test_le_pilote_lit_les_groupes_livres_et_en_cherche_un(client, session, horloge):
    page = le_pilote(client).lire("/synonymes")
    assert "régie de quartier" in page.text
    page = client.lire("/synonymes?texte=REGIE")
    assert 0 < len(page.select("tbody tr")) < 5
    assert "Aucun groupe" in client.lire("/synonymes?texte=zzz").text


def test_le_pilote_ecrit_un_groupe_puis_le_termine(client, session, horloge):
    le_pilote(client)
    assert client.envoyer("/synonymes/nouveau", ENVOI | {"mots": ""}).status_code == 422
    for refuse in (
        {"mots": "fanfare", "aussi": "Fanfare"},
        {"mots": "fanfare\n!!!"},
        {"mots": "fanfare\n" + "x" * 81},
        {"mots": "\n".join(f"mot{n}" for n in range(25))},
        {"valide_au": "2025-12-31"},
    ):
        assert client.envoyer("/synonymes/nouveau", ENVOI | refuse).status_code == 409, refuse
    assert client.envoyer("/synonymes/nouveau", ENVOI).status_code == 303
    groupe = groupe_de(session, "orphéon")
    assert groupe.liste_mots == ("fanfare", "harmonie", "orphéon")
    assert groupe.liste_aussi == ("cuivres",)
    adresse = f"/synonymes/{groupe.id}"
    assert client.lire(adresse).select_one("textarea[name=mots]").text.split() == list(groupe.liste_mots)
    hier = clock.today() - timedelta(days=1)
    assert client.envoyer(adresse, ENVOI | {"valide_au": hier.isoformat()}).status_code == 303
    assert groupe_de(session, "orphéon").valide_au == hier
    assert "Terminé" in client.lire("/synonymes?texte=orphéon").text
    actes = session.scalars(select(EntreeJournal.action).where(EntreeJournal.objet_id == str(groupe.id)))
    assert {"synonyme:creer", "synonyme:modifier"} <= set(actes)
    client.lire("/synonymes/999999", 404)


def test_un_dla_n_ecrit_pas_les_synonymes(client, session, horloge):
    with unit_of_work() as ecriture:
        chargee = fabriques.un_acteur(ecriture, Role.CHARGE_MISSION, fabriques.un_dla(ecriture))
    client.se_connecter(chargee)
    assert client.get("/synonymes").status_code == 403
