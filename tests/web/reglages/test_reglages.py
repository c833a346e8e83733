from datetime import timedelta

from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referentiel.reglages import entier
from tests.support import fabriques

CODE = "fiche_validite_jours"


def test_le_pilote_lit_et_change_un_reglage(client, session, horloge):
    with unit_of_work() as ecriture:
        pilote = fabriques.un_acteur(ecriture, Role.PILOTE, fabriques.un_pilote(ecriture))
    client.se_connecter(pilote)
    assert "365" in client.lire("/reglages").text
    demain = clock.today() + timedelta(days=1)
    envoi = {"valeur": "400", "valide_du": demain.isoformat(), "motif": "Comité du 12 mars"}
    assert client.envoyer(f"/reglages/{CODE}", envoi | {"valeur": ""}).status_code == 422
    assert client.envoyer(f"/reglages/{CODE}", envoi | {"valeur": "1"}).status_code == 409
    assert client.envoyer(f"/reglages/{CODE}", envoi).status_code == 303
    assert "400\u00a0jours à partir du" in client.lire("/reglages").text
    assert "Comité du 12 mars" in client.lire(f"/reglages/{CODE}").text
    assert (entier(session, CODE, clock.today()), entier(session, CODE, demain)) == (365, 400)
    client.lire("/reglages/inconnu", 404)
