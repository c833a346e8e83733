"""The mailbox: twenty messages a page, the older ones behind it."""

from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.notices.models import EtatCourriel, Message
from tests.support import fabriques


def test_older_messages_are_on_the_next_page(client, horloge):
    with unit_of_work() as session:
        acteur = fabriques.un_acteur(session, Role.CHARGE_MISSION, fabriques.un_dla(session))
        session.add_all(
            Message(
                utilisateur_id=acteur.utilisateur_id,
                organisation_id=acteur.organisation_id,
                objet=f"Nouvelle {n}",
                corps="Voici.",
                lien="/a-faire",
                cree_le=clock.now(),
                courriel=EtatCourriel.GARDE,
                identifiant=f"nouvelle-{n}",
            )
            for n in range(23)
        )
    page = client.se_connecter(acteur).lire("/messages")
    assert len(page.select(".liste-messages li")) == 20
    suite = client.lire(page.select_one("a[rel=next]")["href"])
    assert len(suite.select(".liste-messages li")) == 3
