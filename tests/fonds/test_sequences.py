"""Random sequences of verbs against a model made of dictionaries: the same answers, the same balances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.fonds import operations
from dla_market.fonds.models import Compte, NatureCompte, Tranche
from dla_market.fonds.verification import verifier
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from tests.fonds import monde
from tests.fonds.monde import un_acteur

DOTATIONS = (3_000, 1_999, 1)
N = NatureCompte


class Refus(Exception):  # noqa: N818  # as in the program
    """The model says no."""


def partager(montant: int, tenus: dict[int, int]) -> dict[int, int]:
    """The largest remainders again, in fractions: written apart from the program on purpose."""
    total = sum(tenus.values())
    if montant > total or montant <= 0:
        raise Refus
    exactes = {t: Fraction(montant * tenu, total) for t, tenu in tenus.items()}
    parts = {t: int(exacte) for t, exacte in exactes.items()}
    for t in sorted(exactes, key=lambda t: (parts[t] - exactes[t], t))[: montant - sum(parts.values())]:
        parts[t] += 1
    return {t: part for t, part in parts.items() if part}


class Modele:
    """The fund as dictionaries: what each tranche holds by nature, what each file holds by tranche."""

    def __init__(self, dotations: dict[int, int]) -> None:
        self.montants = dict(dotations)
        self.soldes = {
            (t, n): {N.DOTATION: -m, N.DISPONIBLE: m}.get(n, 0) for t, m in dotations.items() for n in N
        }
        self.reservations: dict[int, dict[int, int] | None] = {}
        self.commandes: dict[int, dict[N, dict[int, int]]] = {}

    def bouger(self, parts: dict[int, int], de: N, vers: N) -> None:
        for t, part in parts.items():
            self.soldes[t, de] -= part
            self.soldes[t, vers] += part

    def disponible(self) -> dict[int, int]:
        return {t: self.soldes[t, N.DISPONIBLE] for t in self.montants}

    def reserver(self, numero: int, montant: int) -> None:
        if numero in self.reservations:
            raise Refus
        parts = partager(montant, self.disponible())
        self.bouger(parts, N.DISPONIBLE, N.RESERVE)
        self.reservations[numero] = parts

    def liberer(self, numero: int, _montant: int) -> None:
        parts = self.reservations.get(numero)
        if parts is None:
            raise Refus
        self.bouger(parts, N.RESERVE, N.DISPONIBLE)
        self.reservations[numero] = None

    def engager(self, numero: int, montant: int) -> None:
        tenues = self.reservations.get(numero)
        if tenues is None or numero in self.commandes:
            raise Refus
        parts = partager(montant, tenues)
        self.bouger(tenues, N.RESERVE, N.DISPONIBLE)
        self.reservations[numero] = None
        self._lier(numero, parts)

    def commander(self, numero: int, montant: int) -> None:
        if numero in self.commandes:
            raise Refus
        self._lier(numero, partager(montant, self.disponible()))

    def _lier(self, numero: int, parts: dict[int, int]) -> None:
        self.bouger(parts, N.DISPONIBLE, N.ENGAGE)
        vide = dict.fromkeys(parts, 0)
        self.commandes[numero] = {
            N.ENGAGE: parts,
            N.REALISE: dict(vide),
            N.FACTURE: dict(vide),
            N.PAYE: dict(vide),
        }

    def desengager(self, numero: int, _montant: int) -> None:
        parts = {t: p for t, p in self.commandes.get(numero, {}).get(N.ENGAGE, {}).items() if p}
        if not parts:
            raise Refus
        self.bouger(parts, N.ENGAGE, N.DISPONIBLE)
        self.commandes[numero][N.ENGAGE] = dict.fromkeys(self.commandes[numero][N.ENGAGE], 0)

    def avancer(self, numero: int, montant: int, de: N, vers: N) -> None:
        if numero not in self.commandes:
            raise Refus
        tenus = self.commandes[numero]
        parts = partager(montant, tenus[de])
        self.bouger(parts, de, vers)
        for t, part in parts.items():
            tenus[de][t] -= part
            tenus[vers][t] += part

    def ajuster(self, tranche: int, montant: int) -> None:
        if montant <= 0 and self.soldes[tranche, N.DISPONIBLE] < -montant:
            raise Refus
        self.montants[tranche] += montant
        self.bouger({tranche: montant}, N.DOTATION, N.DISPONIBLE)


def dans_le_modele(modele: Modele, verbe: str, numero: int, montant: int) -> None:
    avances = {
        "realiser": (N.ENGAGE, N.REALISE),
        "facturer": (N.REALISE, N.FACTURE),
        "payer": (N.FACTURE, N.PAYE),
    }
    if verbe in avances:
        modele.avancer(numero, montant, *avances[verbe])
    elif verbe in {"augmenter", "reduire"}:
        tranche = sorted(modele.montants)[numero % 3]
        modele.ajuster(tranche, montant if verbe == "augmenter" else -montant)
    else:
        getattr(modele, verbe)(numero, montant)


def dans_le_fonds(session: Session, verbe: str, numero: int, montant: int) -> None:
    acteur = un_acteur()
    avances: dict[str, Callable[..., None]] = {
        "realiser": operations.realiser,
        "facturer": operations.facturer,
        "payer": operations.payer,
    }
    if verbe in avances:
        avances[verbe](session, acteur, "commande", numero, montant, "Suite")
    elif verbe in {"augmenter", "reduire"}:
        tranche = session.scalars(select(Tranche).order_by(Tranche.id)).all()[numero % 3]
        getattr(operations, verbe)(session, acteur, tranche, montant)
    elif verbe == "reserver":
        monde.reserver(session, numero, montant)
    elif verbe == "liberer":
        operations.liberer(session, acteur, "consultation", numero, "Sans suite")
    elif verbe == "desengager":
        operations.desengager(session, acteur, "commande", numero, "Annulation")
    else:
        monde.engager(session, numero, montant, reservation=numero if verbe == "engager" else None)


def refuse(geste: Callable[..., None], *arguments: object) -> bool:
    try:
        geste(*arguments)
    except (Refus, RefusMetier):
        return True
    return False


class Fin(Exception):  # noqa: N818  # not an error: gives the database back as it was
    """End of a sequence."""


def finir() -> None:
    raise Fin


VERBES = (
    "reserver", "liberer", "engager", "commander", "desengager",
    "realiser", "facturer", "payer", "augmenter", "reduire",
)  # fmt: skip
# few numbers and small sums, so that files meet and the fund runs dry
COUPS = st.lists(
    st.tuples(st.sampled_from(VERBES), st.integers(1, 4), st.integers(1, 2_500)), min_size=3, max_size=25
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(coups=COUPS)
def test_toute_suite_de_verbes_suit_le_modele(url: str, coups: list[tuple[str, int, int]]):
    with monde.application(url):
        try:
            with unit_of_work() as session:
                jouer(session, coups)
                finir()
        except Fin:
            pass


def jouer(session: Session, coups: list[tuple[str, int, int]]) -> None:
    monde.doter(session, *DOTATIONS)
    tranches = session.scalars(select(Tranche.id).order_by(Tranche.id)).all()
    modele = Modele(dict(zip(tranches, DOTATIONS, strict=True)))
    for coup in coups:
        with session.begin_nested() as etape:
            non = refuse(dans_le_fonds, session, *coup)
            if non:
                etape.rollback()
        assert non == refuse(dans_le_modele, modele, *coup), coup
        lignes = session.execute(select(Compte.tranche_id, Compte.nature, Compte.solde_centimes))
        assert {(x.tranche_id, x.nature): x.solde_centimes for x in lignes} == modele.soldes, coup
    assert verifier(session) == []
