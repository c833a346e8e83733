from dla_market.referentiel.chargement import lire
from dla_market.referentiel.voisinages import distances, voisins


def test_le_voisinage_est_reciproque_et_couvre_tous_les_departements():
    assert set(voisins()) == {ligne["departement"] for ligne in lire("departements_2012.csv")}
    for code, autres in voisins().items():
        assert code not in autres
        assert len(set(autres)) == len(autres)
        assert all(code in voisins()[autre] for autre in autres), code


def test_les_distances_comptent_les_departements_a_traverser():
    depuis_la_drome = distances(("26",))
    assert [depuis_la_drome[code] for code in ("26", "07", "42", "75")] == [0, 1, 2, 8]
    assert distances(("26", "42"))["42"] == 0
    assert max(depuis_la_drome.values()) < 15


def test_outre_mer_et_corse_ne_touchent_personne_d_autre():
    assert dict(distances(("974",))) == {"974": 0}
    assert dict(distances(("2A",))) == {"2A": 0, "2B": 1}
    assert "2A" not in distances(("13",))
    assert dict(distances(("999",))) == {}
