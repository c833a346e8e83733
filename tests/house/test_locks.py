"""What is installed is what was locked: hashes everywhere, no address anywhere."""

import json
import re
import tomllib

import pytest

from tests.support.maison import RACINE

VERROUS = sorted((RACINE / "requirements").glob("*.txt"))


@pytest.mark.parametrize("verrou", VERROUS, ids=lambda v: v.stem)
def test_every_python_package_is_hashed_and_has_no_address(verrou):
    texte = verrou.read_text()
    assert "://" not in texte
    paquets = [bloc for bloc in re.split(r"\n(?=\S)", texte) if bloc.strip()]
    assert paquets
    assert not [bloc.splitlines()[0] for bloc in paquets if "==" not in bloc or "--hash=sha256:" not in bloc]


def versions(verrou):
    return set(
        re.findall(r"^([\w.-]+)==", (RACINE / "requirements" / f"{verrou}.txt").read_text(), re.MULTILINE)
    )


def test_the_locks_hold_what_pyproject_asks():
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text())

    def noms(demandes):
        return {re.match(r"[\w.-]+", demande)[0].lower() for demande in demandes}

    assert noms(projet["project"]["dependencies"]) <= versions("run") <= versions("test")
    assert noms(projet["dependency-groups"]["test"]) <= versions("test")


def test_every_front_end_package_is_exact_and_hashed_and_has_no_address():
    demandes = json.loads((RACINE / "package.json").read_text())
    verrou = json.loads((RACINE / "package-lock.json").read_text())["packages"]
    for nom, version in {**demandes["dependencies"], **demandes["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert verrou[f"node_modules/{nom}"]["version"] == version
    for chemin, paquet in verrou.items():
        if chemin:
            assert paquet["integrity"].startswith("sha512-")
            assert "resolved" not in paquet
