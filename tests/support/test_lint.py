"""The linting client sees each fault that it is there for."""

import pytest

from tests.support.lint import fautes

PAGE = (
    '<!doctype html><html lang="fr"><head><title>Fonds – DLA</title></head><body><main><h1>Le fonds</h1>'
    "{}</main></body></html>"
)
SAINE = (
    '<form action="/a" method="post"><input type="hidden" name="csrf_token" value="x">'
    '<label for="nom">Nom</label><input id="nom" name="nom" aria-describedby="aide"><p id="aide">Aide</p>'
    '<label><input type="checkbox" name="oui"> Oui</label><textarea name="t" aria-label="Texte">\n</textarea>'
    '<button>Envoyer</button></form><a href="/b"><img src="c" alt="Voir"></a>'
    '<div aria-hidden="true"><a href="/c"></a></div><svg><path d="M0"/></svg>'
    "<table><caption>Les lignes</caption><tbody><tr><td>1</td></tr></tbody></table>"
    '<button hx-target="#aide">Voir</button>'
)


def test_a_good_page_has_none():
    assert fautes(PAGE.format(SAINE)) == []
    assert fautes(SAINE, entier=False) == []


@pytest.mark.parametrize(
    ("morceau", "faute"),
    [
        ("<h1>Encore</h1>", "2 h1"),
        ("<main></main>", "no main"),
        ('<p id="a"></p><p id="a"></p>', "id a 2 times"),
        ('<label for="absent">Nom</label>', "for to a missing absent"),
        ('<p aria-labelledby="absent"></p>', "aria-labelledby to a missing absent"),
        ('<input name="nu">', "field nu without a label"),
        ('<input name="nu" id="nu">', "field nu without a label"),
        ('<select name="nu"><option>1</option></select>', "field nu without a label"),
        ('<textarea name="nu"></textarea>', "field nu without a label"),
        ('<a href="/"> <span></span></a>', "empty a"),
        ("<button></button>", "empty button"),
        ("<h2>\n</h2>", "empty h2"),
        ("<form><button>A</button></form>", "a form without action or method"),
        ('<form action="/a" method="put"><button>A</button></form>', "a form without action or method"),
        ('<form action="/a" method="post"><button>A</button></form>', "form /a without its token"),
        ('<form action="/a" method="get"></form>', "form /a without a button"),
        ('<p style="color: red">A</p>', "style on p"),
        ('<p onclick="a()">A</p>', "onclick on p"),
        ('<p hx-on:click="a()">A</p>', "hx-on:click on p"),
        ("<script>a()</script>", "an inline script"),
        ("<style>p {}</style>", "an inline style"),
        ('<p hx-target="#absent">A</p>', "hx-target to a missing #absent"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "a table without a caption"),
        ("<p>{{ nom }}</p>", "a template variable shows"),
        ("<div><p>A</div>", "</div> where p is open"),
        ("</section>", "</section> where main is open"),
        ("<div/>", "<div/>, which a browser leaves open"),
    ],
)
def test_a_fault_is_seen(morceau, faute):
    assert faute in fautes(PAGE.replace("{}", morceau))


@pytest.mark.parametrize(
    ("ote", "faute"),
    [
        ("<h1>Le fonds</h1>", "0 h1"),
        ("Le fonds</h1>", "empty h1"),
        ("Fonds – DLA", "no title"),
        (' lang="fr"', "no lang"),
        ("</body></html>", "<html> is left open"),
    ],
)
def test_what_a_page_lacks_is_seen(ote, faute):
    reste = ote.removeprefix("Le fonds")
    assert faute in fautes(PAGE.replace(ote, reste if reste != ote else "").format(""))
