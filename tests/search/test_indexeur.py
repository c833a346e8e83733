"""One writer, generations swapped whole, nothing lost when the process dies at the worst time."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from dla_market.search import (
    Faute,
    IndexAbsent,
    Indexeur,
    IndexeurOccupe,
    Requete,
    SourceEnMemoire,
    WhooshMoteur,
    generations,
)
from tests.search.fabrique import LE, fabriquer

FICHES = tuple(fabriquer(40, graine=3, mots=10))
VISIBLES = [fiche for fiche in FICHES if fiche.visible]
_FORK = multiprocessing.get_context("spawn")


class SourceQuiTue:
    """Dies by SIGKILL, as a machine does, when it has given ``combien`` fiches."""

    def __init__(self, fiches, combien: int) -> None:
        self._fiches = {fiche.id: fiche for fiche in fiches}
        self._reste = combien

    def une(self, fiche_id):
        self._reste -= 1
        if self._reste < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._fiches.get(fiche_id)

    def toutes(self):
        for fiche_id in self._fiches:
            yield self.une(fiche_id)


class IndexeurQuiTombe(Indexeur):
    """Dies once Whoosh has committed, before the generation is published."""

    def _publier(self, nom, toc, ancienne):  # noqa: ARG002 - the one it overrides has them
        os.kill(os.getpid(), signal.SIGKILL)


def _reconstruire_et_mourir(dossier: Path, combien: int) -> None:
    Indexeur(dossier).reconstruire(SourceQuiTue(FICHES, combien))


def _mettre_a_jour_et_mourir(dossier: Path, fiches, combien: int) -> None:
    Indexeur(dossier).mettre_a_jour([fiche.id for fiche in fiches], SourceQuiTue(fiches, combien))


def _commettre_et_mourir(dossier: Path, fiches) -> None:
    IndexeurQuiTombe(dossier).mettre_a_jour([fiche.id for fiche in fiches], SourceEnMemoire(fiches))


def _ecrire_avec_patience(dossier: Path, fiches) -> None:
    """What the outbox does: one batch a fiche, again later when another process is writing."""
    for fiche in fiches:
        while True:
            try:
                Indexeur(dossier).mettre_a_jour([fiche.id], SourceEnMemoire([fiche]))
            except IndexeurOccupe:
                time.sleep(0.002)
            else:
                break


def _tenir_le_verrou(dossier: Path, pris, lache) -> None:
    with generations.verrou(dossier):
        pris.set()
        lache.wait(20)


def _mourir(cible, *arguments) -> None:
    processus = _FORK.Process(target=cible, args=arguments)
    processus.start()
    processus.join(60)
    assert processus.exitcode == -signal.SIGKILL


@pytest.fixture
def dossier(tmp_path) -> Path:
    Indexeur(tmp_path).reconstruire(SourceEnMemoire(FICHES))
    return tmp_path


@pytest.fixture
def moteur(dossier):
    moteur = WhooshMoteur()
    moteur.ouvrir(dossier)
    yield moteur
    moteur.fermer()


def _total(moteur, texte: str = "") -> int:
    return moteur.interroger(Requete(le=LE, texte=texte)).total


def test_a_rebuilt_index_equals_the_source(dossier):
    assert Indexeur(dossier).verifier(SourceEnMemoire(FICHES)) == []


def test_verifier_names_every_difference(dossier):
    changee = replace(VISIBLES[0], titre="Autre titre")
    cachee = replace(VISIBLES[1], visible=False)
    neuve = replace(VISIBLES[2], id=900)
    supprimee = VISIBLES[3]
    reste = [fiche for fiche in FICHES if fiche.id not in {changee.id, cachee.id, supprimee.id}]
    fautes = Indexeur(dossier).verifier(SourceEnMemoire([*reste, changee, cachee, neuve]))
    assert sorted(fautes, key=lambda faute: faute.nature) == [
        Faute(cachee.id, "en_trop"),
        Faute(supprimee.id, "en_trop"),
        Faute(neuve.id, "manquante"),
        Faute(changee.id, "perimee"),
    ]


def test_a_price_is_not_in_the_index_at_all(tmp_path):
    fiches = [replace(VISIBLES[0], tarif_jour_ht_centimes=87_654_321)]
    Indexeur(tmp_path).reconstruire(SourceEnMemoire(fiches))
    octets = b"".join(chemin.read_bytes() for chemin in tmp_path.rglob("*") if chemin.is_file())
    assert b"87654321" not in octets
    assert (87_654_321).to_bytes(4, "little") not in octets
    plus_cher = [replace(fiches[0], tarif_jour_ht_centimes=97_654_321)]
    assert Indexeur(tmp_path).verifier(SourceEnMemoire(plus_cher)) == []  # the tranche is all it knows


def test_readers_see_updates_removals_and_additions_at_the_next_query(dossier, moteur):
    avant = _total(moteur)
    modifiee = replace(VISIBLES[0], presentation="xylophone ambulant")
    source = SourceEnMemoire([modifiee, replace(VISIBLES[1], visible=False), replace(VISIBLES[2], id=901)])
    ids = [VISIBLES[0].id, VISIBLES[1].id, VISIBLES[3].id, 901]
    assert Indexeur(dossier).mettre_a_jour(ids, source) == 4
    assert _total(moteur) == avant - 2 + 1  # one hidden, one deleted, one new
    assert _total(moteur, "xylophone") == 1
    restantes = [fiche for fiche in FICHES if fiche.id not in ids]
    assert Indexeur(dossier).verifier(SourceEnMemoire([*restantes, *source.toutes()])) == []


def test_the_same_update_twice_changes_nothing(dossier, moteur):
    for _ in range(2):
        Indexeur(dossier).mettre_a_jour([VISIBLES[0].id], SourceEnMemoire(FICHES))
        assert _total(moteur) == len(VISIBLES)
        assert Indexeur(dossier).verifier(SourceEnMemoire(FICHES)) == []


def test_many_small_batches_keep_few_segments_and_a_whole_index(dossier, moteur):
    for fiche in VISIBLES[:30]:
        Indexeur(dossier).mettre_a_jour([fiche.id], SourceEnMemoire(FICHES))
        assert _total(moteur) == len(VISIBLES)
    assert Indexeur(dossier).verifier(SourceEnMemoire(FICHES)) == []
    servi = dossier / generations.lire(dossier).dossier
    assert len(list(servi.glob("*.trm"))) <= 14


def test_a_rebuild_swaps_under_readers_and_old_folders_go(dossier, moteur):
    for fois in range(4):
        fiches = [replace(fiche, titre=f"tour{fois}") for fiche in FICHES]
        Indexeur(dossier).reconstruire(SourceEnMemoire(fiches))
        assert _total(moteur, f"tour{fois}") == len(VISIBLES)
    assert len(list(dossier.glob("index-*"))) == 2


def test_a_second_indexer_is_refused(dossier):
    pris, lache = _FORK.Event(), _FORK.Event()
    processus = _FORK.Process(target=_tenir_le_verrou, args=(dossier, pris, lache))
    processus.start()
    try:
        assert pris.wait(20)
        with pytest.raises(IndexeurOccupe):
            Indexeur(dossier).mettre_a_jour([1], SourceEnMemoire(FICHES))
        with pytest.raises(IndexeurOccupe):
            Indexeur(dossier).reconstruire(SourceEnMemoire(FICHES))
    finally:
        lache.set()
        processus.join(20)
    assert Indexeur(dossier).mettre_a_jour([1], SourceEnMemoire(FICHES)) == 1


def test_four_processes_updating_lose_nothing(dossier):
    neuves = [replace(fiche, titre=f"{fiche.titre} relu") for fiche in VISIBLES[:32]]
    processus = [
        _FORK.Process(target=_ecrire_avec_patience, args=(dossier, neuves[rang::4])) for rang in range(4)
    ]
    for un in processus:
        un.start()
    for un in processus:
        un.join(120)
    assert [un.exitcode for un in processus] == [0] * 4
    reste = [fiche for fiche in FICHES if fiche.id not in {neuve.id for neuve in neuves}]
    assert Indexeur(dossier).verifier(SourceEnMemoire([*reste, *neuves])) == []


@pytest.mark.parametrize("combien", [0, 20])
def test_a_rebuild_killed_midway_leaves_the_one_before(dossier, moteur, combien):
    _mourir(_reconstruire_et_mourir, dossier, combien)
    assert _total(moteur) == len(VISIBLES)
    assert Indexeur(dossier).verifier(SourceEnMemoire(FICHES)) == []
    assert Indexeur(dossier).reconstruire(SourceEnMemoire(FICHES)) == len(VISIBLES)
    assert _total(moteur) == len(VISIBLES)
    assert len(list(dossier.glob("index-*"))) <= 2


@pytest.mark.parametrize("combien", [0, 3])
def test_a_batch_killed_midway_changes_nothing_and_can_be_done_again(dossier, moteur, combien):
    neuves = [replace(fiche, titre="xylophone") for fiche in VISIBLES[:6]]
    _mourir(_mettre_a_jour_et_mourir, dossier, neuves, combien)
    assert _total(moteur, "xylophone") == 0
    assert Indexeur(dossier).verifier(SourceEnMemoire(FICHES)) == []
    Indexeur(dossier).mettre_a_jour([fiche.id for fiche in neuves], SourceEnMemoire(neuves))
    assert _total(moteur, "xylophone") == 6


def test_a_batch_committed_but_not_published_is_published_by_the_next(dossier, moteur):
    neuves = [replace(fiche, titre="xylophone") for fiche in VISIBLES[:6]]
    _mourir(_commettre_et_mourir, dossier, neuves)
    assert _total(moteur, "xylophone") == 0
    Indexeur(dossier).mettre_a_jour([], SourceEnMemoire(FICHES))
    assert _total(moteur, "xylophone") == 6


def test_no_index_and_one_of_another_version_are_said_absent(tmp_path):
    moteur = WhooshMoteur()
    with pytest.raises(IndexAbsent):
        moteur.ouvrir(tmp_path)
    with pytest.raises(IndexAbsent):
        Indexeur(tmp_path).mettre_a_jour([1], SourceEnMemoire(FICHES))
    Indexeur(tmp_path).reconstruire(SourceEnMemoire(FICHES))
    generations.publier(tmp_path, replace(generations.lire(tmp_path), version="0"))
    with pytest.raises(IndexAbsent):
        moteur.ouvrir(tmp_path)
    Indexeur(tmp_path).reconstruire(SourceEnMemoire(FICHES))
    moteur.ouvrir(tmp_path)
    assert _total(moteur) == len(VISIBLES)
    moteur.fermer()


def test_an_empty_catalogue_answers(tmp_path):
    Indexeur(tmp_path).reconstruire(SourceEnMemoire([]))
    moteur = WhooshMoteur()
    moteur.ouvrir(tmp_path)
    for texte in ("", "mot", '"deux mots"', "mo*", "-mot", "associatoin"):
        assert _total(moteur, texte) == 0
    moteur.fermer()


def test_threads_read_while_the_index_changes(dossier, moteur):
    erreurs: list[BaseException] = []

    def lire() -> None:
        try:
            for _ in range(60):
                for texte in ("projet", '"projet associatif"', "compta*", "emploi culture"):
                    moteur.interroger(Requete(le=LE, texte=texte))
        except BaseException as erreur:  # noqa: BLE001 - handed to the test's own thread
            erreurs.append(erreur)

    fils = [Thread(target=lire) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fiche in VISIBLES[:12]:
        Indexeur(dossier).mettre_a_jour([fiche.id], SourceEnMemoire(FICHES))
    for fil in fils:
        fil.join(60)
    assert erreurs == []
    assert _total(moteur) == len(VISIBLES)
