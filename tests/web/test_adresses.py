"""The addresses that the application moulds are those that Flask writes."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

NOMBRES = (0, 7, 1_234_567)


@pytest.mark.parametrize("racine", ["http://localhost", "http://localhost/sous"])
@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_every_address_is_flask_s(app, racine, methode):
    with app.test_request_context("/", base_url=racine, method=methode):
        for regle in app.url_map.iter_rules():
            for nombre in NOMBRES:
                valeurs = {nom: nombre + rang for rang, nom in enumerate(sorted(regle.arguments))}
                for autres in ({}, {"page": 3, "rien": None}, {"texte": "à 5 %"}):
                    attendue = Flask.url_for(app, regle.endpoint, **valeurs, **autres)
                    assert app.url_for(regle.endpoint, **valeurs, **autres) == attendue
                    assert url_for(regle.endpoint, **valeurs, **autres) == attendue


def test_what_is_no_mere_number_goes_flask_s_way(app):
    with app.test_request_context("/structures/3"):
        for valeurs in ({"_external": True}, {"_anchor": "notes"}, {"oui": True}, {"moins": -1}):
            attendue = Flask.url_for(app, "accompagnement.consulter", structure_id=3, **valeurs)
            assert app.url_for("accompagnement.consulter", structure_id=3, **valeurs) == attendue
        assert app.url_for(".consulter", structure_id=3) == "/structures/3"


def test_an_address_that_misses_a_value_fails_each_time(app):
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                app.url_for("accompagnement.consulter")
            with pytest.raises(BuildError):
                app.url_for("accompagnement.consulter", structure_id=None)
