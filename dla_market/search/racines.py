"""The stems of French words, on folded forms (no accent, small letters): a light stemmer of our own.

It aims at one thing: that the plural, the feminine, the verb and the noun of one family meet
(associations, associatif, associer; économie, économique; former, formation, formatrice), and that
neighbours of another meaning stay apart (village, ville).
A family that endings do not explain is named in _FAMILLES_EN_CLAIR.
"""

from functools import lru_cache
from typing import Final

_COURT: Final = 3  # a word this short is kept as it stands

# Each line: the stem, then the words that have it although no ending says so.
_FAMILLES_EN_CLAIR: Final = """
agricultur agricole agricoles agriculteur agriculteurs agricultrice agricultrices
enfanc enfant enfants
gestion gerer gestionnaire gestionnaires
emploi employeur employeurs employeuse employeuses employe employes employee employees
insert inserer
milieu milieux
associ associe associes
diagnost diagnostiquer diagnostiquons
convent conventionner conventionne conventionnement conventionnements
transmis transmettre transmettent
ecritur ecrire ecrit ecrite ecrits ecrites
construct construire construit construisons
condu conduire conduisons
prevent prevenir previent
soutien soutenir soutient soutenons
vent vendre vend
product produire
connais connaitre connaissons
decis decider decide decident
depend dependre
reduct reduire
ouvertur ouvrir ouvre
apprentis apprendre apprend
redact rediger redige
bat batir batissons
prix prix
ressourcerie ressourcerie ressourceries
chantier chantier
corps corps
pays pays
temps temps
fonds fonds
oeil yeux
"""
_FAMILLES: Final = {
    mot: racine for racine, *mots in map(str.split, _FAMILLES_EN_CLAIR.strip().splitlines()) for mot in mots
}

# « nous formons » is the verb; these are nouns all the same, and so are those in -ions and -sons.
_NOMS_EN_ON_EN_CLAIR: Final = """
avignon ballon baton beton bourgeon bouton canton carton champignon charbon colon compagnon coton crayon don
echantillon echelon etalon facon feuilleton garcon gazon hackathon horizon jambon jeton lecon macon marathon
mouton patron pavillon pieton pigeon rayon salon saumon savon talon telethon torchon violon wagon
"""
_NOMS_EN_ON: Final = frozenset(_NOMS_EN_ON_EN_CLAIR.split())
_VERBE_EN_ONS: Final = 3  # letters that must stay before -ons
_VERBE_EN_ISSONS: Final = 10  # letters of « définissons », which « boissons » and « moissons » have not

_PLURIELS: Final = (("eaux", "eau", 2), ("aux", "al", 3), ("eux", "eux", 4), ("x", "", 3), ("s", "", 3))

# (ending, what takes its place, letters that must stay before it); the longest ending that fits is taken
_SUFFIXES: Final = (
    ("isatrice", "", 4),
    ("isateur", "", 4),
    ("isation", "", 4),
    ("ificateur", "if", 3),
    ("ification", "if", 3),
    ("ifier", "if", 3),
    ("ifie", "if", 3),
    ("issement", "", 4),
    ("ionnaire", "ion", 3),
    ("ionnelle", "ion", 3),
    ("ionnel", "ion", 3),
    ("abilite", "abl", 2),
    ("ibilite", "ibl", 3),
    ("ivite", "iv", 3),
    ("alite", "al", 4),
    ("arite", "ar", 4),
    ("atrice", "", 3),
    ("ateur", "", 3),
    ("ation", "", 3),
    ("ative", "", 4),
    ("atif", "", 4),
    ("trice", "t", 4),
    ("teuse", "t", 5),
    ("teur", "t", 4),
    ("ition", "", 4),
    ("tion", "t", 5),
    ("sion", "s", 4),
    ("ennete", "en", 4),
    ("issant", "", 4),
    ("iser", "", 5),
    ("isme", "", 5),
    ("iste", "", 5),
    ("ement", "", 3),
    ("ment", "", 5),
    ("iale", "", 5),
    ("ial", "", 5),
    ("uelle", "ual", 4),
    ("uel", "ual", 4),
    ("elle", "", 5),
    ("el", "", 5),
    ("ale", "", 5),
    ("al", "", 5),
    ("ique", "", 4),
    ("ic", "", 4),
    ("ie", "", 4),
    ("ite", "", 4),
    ("oire", "or", 4),
    ("aire", "ar", 4),
    ("iere", "", 5),
    ("ier", "", 5),
    ("erie", "", 5),
    ("euse", "", 4),
    ("eux", "", 4),
    ("eur", "", 5),
    ("esse", "", 4),
    ("ance", "", 4),
    ("ence", "", 5),
    ("ent", "", 5),
    ("ante", "", 4),
    ("ant", "", 4),
    ("age", "", 5),
    ("at", "", 5),
    ("ive", "", 4),
    ("if", "", 4),
    ("ees", "", 3),
    ("ee", "", 3),
    ("er", "", 3),
    ("ez", "", 3),
    ("ir", "", 4),
    ("e", "", 3),
)
_PAR_TAILLE: Final = tuple(sorted(_SUFFIXES, key=lambda regle: -len(regle[0])))

# After the noun's ending, that of the adjective or verb that it stood on: professionnalisation.
_SECONDS: Final = (
    ("ement", "", 4),
    ("al", "", 5),
    ("el", "", 5),
    ("iv", "", 4),
    ("er", "", 5),
    ("ion", "", 5),
)


def _verbe(mot: str) -> str | None:
    """Return what stands before the -ons of « nous ... », None where the word is no such verb."""
    if mot.endswith("issons") and len(mot) >= _VERBE_EN_ISSONS:
        return mot.removesuffix("issons")
    debut = mot.removesuffix("ons")
    if debut == mot or len(debut) < _VERBE_EN_ONS or debut[-1] in "isz" or f"{debut}on" in _NOMS_EN_ON:
        return None
    return debut.removesuffix("e")


def _singulier(mot: str) -> str:
    for fin, remplace, reste in _PLURIELS:
        if mot.endswith(fin) and len(mot) - len(fin) >= reste:
            return mot if mot.endswith("ss") else mot[: len(mot) - len(fin)] + remplace
    return mot


def _oter(mot: str, regles: tuple[tuple[str, str, int], ...]) -> str:
    for fin, remplace, reste in regles:
        if mot.endswith(fin) and len(mot) - len(fin) >= reste:
            return mot[: len(mot) - len(fin)] + remplace
    return mot


def _finir(mot: str) -> str:
    """Even out the last letters, that differ inside one family: communiqu(er) and communic(ation)."""
    if mot.endswith("e") and len(mot) > _COURT:
        mot = mot[:-1]
    if mot.endswith("qu") and len(mot) > _COURT:
        mot = mot[:-2] + "c"
    if mot.endswith("if") and len(mot) > _COURT:
        mot = mot[:-1] + "v"
    if len(mot) > _COURT and mot[-1] == mot[-2]:
        mot = mot[:-1]
    return mot


@lru_cache(maxsize=65_536)
def raciner(forme: str) -> str:
    """Return the stem of a folded word; a word with a digit and a short one are their own stem."""
    famille = _FAMILLES.get(forme)
    if famille is not None:
        return famille
    if len(forme) <= _COURT or not forme.isalpha():
        return forme
    verbe = _verbe(forme)
    if verbe is not None:
        return _finir(verbe)
    singulier = _singulier(forme)
    famille = _FAMILLES.get(singulier)
    if famille is not None:
        return famille
    return _finir(_oter(_oter(singulier, _PAR_TAILLE), _SECONDS))
