"""Before its opening, an offer is read by its owner alone, wherever one looks (reliability B3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import session_courante
from tests.consultations.monde import DEBUT
from tests.proofs import canaux
from tests.proofs.appel import PRIX_NOMME, PROCHES, lancer, remplir
from tests.proofs.atelier import atelier
from tests.proofs.canaux import Scene, balayer, pages_et_entetes, temoigner
from tests.proofs.semis import entetes_d_un_visiteur, reindexer, semer
from tests.support.canaris import chercher
from tests.support.serveur import Bavard, servir
from tests.support.smtp import boite_aux_lettres
from tests.support.verre import CoffreDeVerre


class CoffreEnPanne(Coffre):
    """Breaks where it holds the text in its hands: what a crash says must not say it."""

    def sceller(self, cle, clair, contexte):  # noqa: ARG002  # the coffre's own signature
        raise RuntimeError("panne")


@contextmanager
def scene_scellee(dossier, url=None, *, coffre=None, offrants=5) -> Iterator[Scene]:
    """A tender filled over HTTP, its deadline past, everything that follows a commit done."""
    with (
        boite_aux_lettres() as boite,
        temoigner(dossier / "tmp") as temoin,
        atelier(dossier / "data", url, SMTP_URL=boite.url) as app,
        clock.arretee_a(DEBUT),
    ):
        if coffre is not None:
            app.extensions["coffre"] = coffre(list(app.extensions["coffre"]._cles.values()))
        (dossier / "copie").mkdir()
        appel = lancer(app, offrants)
        scene = Scene(appel, temoin, boite, dossier / "copie")
        reindexer(scene)
        with servir(app, gestionnaire=Bavard) as adresse:
            tomber_en_panne(scene, adresse)
            remplir(appel, adresse)
        app.extensions["outbox"].tout_livrer()
        yield scene


def tomber_en_panne(scene, adresse):
    """A deposit during which the program breaks: 500, and the offer is not there."""
    app = scene.appel.app
    sain = app.extensions["coffre"]
    app.extensions["coffre"] = CoffreEnPanne(list(sain._cles.values()))
    assert scene.appel.saisir(adresse, 0, "deposer") == 500
    app.extensions["coffre"] = sain


def rien(trouve):
    assert {nom: touches for nom, touches in trouve.items() if touches} == {}


def test_nothing_is_seen_before_the_opening(tmp_path, url, moteur):
    with scene_scellee(tmp_path, url) as scene:
        appel = scene.appel
        assert PRIX_NOMME in appel.secrets[0].prix
        rien(balayer(scene, appel.canaris))
        assert not [f for f in scene.temoin.ecrits if f.startswith(str(scene.temoin.tmp))]
        if moteur == "sqlite":
            les_pages_se_taisent(scene, PROCHES)
        semer(scene, "zwqkmot7")
        aveugles = [nom for nom, vues in balayer(scene, ["zwqkmot7"]).items() if not vues]
        assert aveugles == ["offres"]  # the sealed table itself: its control is the glass safe


def les_pages_se_taisent(scene, qui):
    """Before: nobody but its owner reads a word of an offer. After the opening: those who should, do."""
    appel = scene.appel
    autres = [c for s in appel.secrets if s is not appel.secrets[1] for c in s.canaris]
    lues = pages_et_entetes(scene, ("visiteur", "candidat 1", *qui))
    rien(
        {
            nom: chercher(b"\n".join(lu), autres if nom.startswith("candidat") else appel.canaris)
            for nom, lu in lues.items()
        }
    )
    # the crawl does see what is there to see: the owner's own offer, then what the opening shows
    assert chercher(lues["candidat 1"][0], [appel.secrets[1].mot])
    assert chercher(entetes_d_un_visiteur(scene, "zwqkmot7"), ["zwqkmot7"])
    appel.ouvrir()
    lues = pages_et_entetes(scene, ("chargé de mission", "structure", "invité sans offre", "candidat 1"))
    for nom in ("chargé de mission", "structure"):
        vus = {t.canari for t in chercher(lues[nom][0], appel.canaris)}
        assert {appel.secrets[1].mot[:-4], appel.secrets[1].prix[1]} <= vus, nom
    assert not chercher(b"\n".join(lues["invité sans offre"]), appel.canaris)
    assert not chercher(b"\n".join(lues["candidat 1"]), autres)
    session_courante().rollback()


def test_without_the_seal_every_store_shows_it(tmp_path, url, moteur):
    with scene_scellee(tmp_path, url, coffre=CoffreDeVerre) as scene:
        vues = {nom for nom, touches in balayer(scene, scene.appel.canaris).items() if touches}
        attendues = set(canaux.STOCKAGE) | (set(canaux.STOCKAGE_SQLITE) if moteur == "sqlite" else set())
        assert vues == attendues  # and nowhere else: nothing copies an offer, sealed or not


@pytest.mark.long
def test_nothing_is_seen_of_two_hundred_offers(tmp_path):
    with scene_scellee(tmp_path, offrants=200) as scene:
        rien(balayer(scene, scene.appel.canaris))
        les_pages_se_taisent(scene, scene.appel.regards)
