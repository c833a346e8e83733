"""Static files: kept for good under an address that changes with them, asked again under any other."""

from pathlib import Path

import pytest
from flask import Flask

from dla_market.web.statiques import Statiques


@pytest.fixture
def dossier(tmp_path) -> Path:
    (tmp_path / "page.css").write_text("a { color: red }")
    return tmp_path


def adresse(dossier: Path, nom: str) -> str:
    app = Flask("essai", static_folder=str(dossier), static_url_path="/static")
    with app.test_request_context():
        return Statiques(app)(nom)


def test_an_address_changes_with_its_file(dossier):
    avant = adresse(dossier, "page.css")
    assert avant == adresse(dossier, "page.css")
    (dossier / "page.css").write_text("a { color: blue }")
    assert adresse(dossier, "page.css") != avant


def test_a_missing_file_breaks_no_page(dossier):
    assert adresse(dossier, "absent.css") == "/static/absent.css"


def test_every_style_of_a_page_is_kept_for_good(client):
    liens = [lien["href"] for lien in client.lire("/credits").select("link[rel=stylesheet]")]
    assert len(liens) > 1
    for lien in liens:
        reponse = client.get(lien)
        assert "immutable" in reponse.headers["Cache-Control"], lien
        assert client.get(lien.partition("?")[0]).headers["Cache-Control"] == "no-cache"


def test_what_is_absent_is_not_kept(client):
    assert client.get("/static/absent.css?v=1").headers["Cache-Control"] == "no-store"
