import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dla_market.kernel.db import en_ecriture, unit_of_work
from dla_market.reseau.models import StructurePorteuse


def une_porteuse(nom):
    return StructurePorteuse(nom=nom, siren="000000000")


def test_a_read_cannot_write(session):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("UPDATE secteur SET ordre = 1"))


def test_a_unit_of_work_commits_whole(session):
    with unit_of_work() as ecriture:
        ecriture.add(une_porteuse("gardée"))
    assert session.query(StructurePorteuse).count() == 1


def test_a_unit_of_work_that_fails_leaves_nothing(session):
    def echouer(ecriture):
        ecriture.add(une_porteuse("perdue"))
        ecriture.flush()
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        en_ecriture(echouer)
    assert session.query(StructurePorteuse).count() == 0


def test_an_operation_cannot_open_a_second_one(app):
    with unit_of_work(), pytest.raises(RuntimeError, match="already open"), unit_of_work():
        pass


def test_reading_after_writing_reads_only(session):
    en_ecriture(lambda s: s.add(une_porteuse("une")))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("DELETE FROM structure_porteuse"))
