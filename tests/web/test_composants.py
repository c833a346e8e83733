"""The components, each rendered alone: what a screen reader, a keyboard and the policy find in them."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from dla_market.web import filters
from dla_market.web.fields import ChampInstant, ChampMontant
from tests.support.maison import GABARITS

MACROS = sorted(f.stem for f in (GABARITS / "components").glob("*.html"))


@pytest.fixture(scope="module")
def gabarits():
    env = Environment(loader=FileSystemLoader(GABARITS), undefined=StrictUndefined, autoescape=True)
    filters.enregistrer(SimpleNamespace(jinja_env=env))
    env.globals["csrf_token"] = lambda: "jeton"
    return env


@pytest.fixture
def rendre(gabarits):
    def _rendre(source, **contexte):
        imports = "".join(f'{{% from "components/{nom}.html" import {nom} %}}' for nom in MACROS)
        return BeautifulSoup(gabarits.from_string(imports + source).render(**contexte), "html5lib").body

    return _rendre


def choix(**libelles):
    return [SelectChoice(valeur, libelle) for valeur, libelle in libelles.items()]


class Saisie(Form):
    cle = HiddenField(default="cle-1")
    objet = StringField("Objet", [InputRequired("Dites l’objet.")], description="En une phrase.")
    attendus = TextAreaField("Attendus")
    plafond = ChampMontant("Plafond", [InputRequired("Indiquez un montant.")])
    limite = ChampInstant("Limite", [InputRequired("Indiquez l’heure.")])
    nature = RadioField("Nature", [InputRequired("Choisissez.")], choices=choix(i="Seule", c="À plusieurs"))
    themes = SelectMultipleField(
        "Thèmes",
        choices=choix(s="Stratégie", g="Gestion"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    accord = BooleanField("Relu", [InputRequired("Cochez.")])


FORMULAIRE = (
    "{{ resume_erreurs(form) }}{% call formulaire('/x', form=form, cible='bloc') %}"
    "{% for f in form if f.name != 'cle' %}{{ champ(f) }}{% endfor %}{{ bouton('Envoyer') }}{% endcall %}"
)


def en_erreur():
    form = Saisie(MultiDict({"plafond": "douze"}))
    assert not form.validate()
    return form


def test_a_macro_has_the_name_of_its_file(gabarits):
    for nom in MACROS:
        assert callable(getattr(gabarits.get_template(f"components/{nom}.html").module, nom))


def test_every_control_has_a_label_and_what_describes_it_exists(rendre):
    page = rendre(FORMULAIRE, form=en_erreur())
    ids = {e["id"] for e in page.select("[id]")}
    assert len(ids) == len(page.select("[id]"))
    for controle in page.select("input:not([type=hidden]), textarea, select"):
        assert page.select(f'label[for="{controle["id"]}"]'), controle
    for element in page.select("[aria-describedby]"):
        assert set(element["aria-describedby"].split()) <= ids
    assert [f.legend.get_text(strip=True) for f in page.select("fieldset")] == [
        "Nature",
        "Thèmes(facultatif)",
    ]


def test_the_summary_leads_to_each_field_in_error(rendre):
    page = rendre(FORMULAIRE, form=en_erreur())
    liens = [a["href"][1:] for a in page.select(".resume-erreurs a")]
    assert liens == ["objet", "plafond", "limite", "nature-0", "accord"]
    assert all(page.find(id=cible) is not None for cible in liens)
    assert page.find(id="objet")["aria-invalid"] == "true"
    assert page.find(id="plafond")["value"] == "douze"
    assert not page.find(id="attendus").has_attr("aria-invalid")


def test_no_summary_where_nothing_is_wrong(rendre):
    assert rendre(FORMULAIRE, form=Saisie()).select_one(".resume-erreurs") is None


def test_a_form_carries_its_token_and_its_key_and_works_without_htmx(rendre):
    form = rendre(FORMULAIRE, form=Saisie()).form
    caches = {c["name"]: c["value"] for c in form.select("input[type=hidden]")}
    assert caches == {"csrf_token": "jeton", "cle": "cle-1"}
    assert (form["method"], form["action"], form["hx-post"], form["hx-target"]) == (
        "post",
        "/x",
        "/x",
        "#bloc",
    )


def test_a_get_form_sends_no_token(rendre):
    form = rendre("{% call formulaire('/c', 'get', cible='resultats') %}{% endcall %}").form
    assert not form.select("input")
    assert form["hx-push-url"] == "true"


def segment(cle, centimes, url=None):
    return {"cle": cle, "centimes": centimes, "url": url}


def test_the_gauge_lays_its_segments_end_to_end_and_keeps_the_links_in_the_legend(rendre):
    parts = [segment("paye", 5000, "/p"), segment("engage", 2500, "/e"), segment("disponible", 2500)]
    page = rendre("{{ jauge('j', 10000, parts) }}", parts=parts)
    assert [(r["x"], r["width"]) for r in page.select("svg > a > rect")] == [
        ("0%", "50.0%"),
        ("50.0%", "25.0%"),
    ]
    assert all(a["tabindex"] == "-1" for a in page.select("svg a"))
    assert [a["href"] for a in page.select("ul a")] == ["/p", "/e"]


def test_an_empty_fund_has_a_legend_and_no_drawing(rendre):
    page = rendre("{{ jauge('j', 0, parts) }}", parts=[segment("disponible", 0)])
    assert page.svg is None
    assert "0\u00a0€" in page.get_text()


@pytest.mark.parametrize(
    ("page", "attendu"),
    [(1, "1 2 … 9"), (2, "1 2 3 … 9"), (5, "1 … 4 5 6 … 9"), (9, "1 … 8 9")],
)
def test_pagination_shows_the_ends_and_the_neighbours(rendre, page, attendu):
    nav = rendre("{{ pagination(page, 9, url) }}", page=page, url="?page={}".format)
    numeros = [li.get_text(strip=True).removeprefix("Page") for li in nav.select("li")]
    assert [n for n in numeros if n not in ("Précédente", "Suivante")] == attendu.split()


def test_a_single_page_has_no_pagination(rendre):
    assert rendre("{{ pagination(1, 1, url) }}", url=str).nav is None


def test_a_facet_folds_the_rest_and_never_what_is_chosen(rendre):
    options = [{"valeur": n, "libelle": f"Secteur {n}", "choisi": n == 9, "nombre": n} for n in range(10)]
    page = rendre("{{ filtres('Secteur', 'secteur', options, 3, 'secteurs') }}", options=options)
    assert page.summary.get_text() == "6 autres secteurs"
    assert [c["value"] for c in page.select("fieldset > label input")] == ["0", "1", "2", "9"]


def test_a_confirmation_says_what_will_happen_before_its_button(rendre):
    page = rendre(
        "{{ confirmation('/lancer', 'Lancer', '/retour', ['Quatre envois'],"
        " definitif=['Les critères'], cle='k') }}"
    )
    assert [h.get_text() for h in page.select("h2")] == [
        "Ce qui va se passer",
        "Ce qui ne pourra plus changer",
    ]
    assert page.form.find("input", {"name": "cle"})["value"] == "k"
    assert page.select_one("form a")["href"] == "/retour"


def test_what_people_typed_is_escaped(rendre):
    page = rendre("{{ avis(texte) }}{{ fiche_definition([('Nom', texte)]) }}", texte="<b>x</b>")
    assert page.b is None
    assert page.get_text().count("<b>x</b>") == 2


def test_a_curve_breaks_where_a_year_is_not_known(rendre):
    series = [{"libelle": "aidées", "valeurs": [10, None, 30, 42]}]
    page = rendre("{{ courbe('c', 'Aidées', [2009, 2010, 2011, 2012], series) }}", series=series)
    assert len(page.select("line.trait")) == 1
    assert len(page.select("circle")) == 3
    assert [td.get_text() for td in page.select("td")] == ["10", "non connu", "30", "42"]
