"""Settings: production refuses each unsafe one by name; the demonstration makes its own secrets."""

import stat
from pathlib import Path

import pytest

from dla_market.config import RACINE, Config, ConfigurationDangereuse, Environnement


@pytest.fixture
def sure(tmp_path):
    """A production that starts."""
    data = tmp_path / "data"
    data.mkdir()
    cle = tmp_path / "cles" / "scellement"
    cle.parent.mkdir()
    cle.write_text("a1" * 32)
    cle.chmod(0o600)
    return {
        "DLA_ENV": "production",
        "DLA_DATA": str(data),
        "SECRET_KEY": "9f2c7b41d05e8a36" * 4,
        "DLA_CLE_SCELLEMENT": str(cle),
        "PUBLIC_URL": "https://marche.example",
        "TRUSTED_HOSTS": "marche.example",
        "SMTP_URL": "smtp://courriel.example:587",
    }


def tmp_dans(sure, nom):
    return Path(sure["DLA_DATA"]) / nom


def fichier(chemin, mode):
    chemin.write_text("b2" * 32)
    chemin.chmod(mode)
    return str(chemin)


def test_a_safe_production_starts(sure):
    config = Config.from_env(sure)
    reglages = config.flask()
    assert config.env is Environnement.PRODUCTION
    assert reglages["SESSION_COOKIE_NAME"] == "__Host-dla"
    assert reglages["SESSION_COOKIE_SECURE"] is True
    assert reglages["TRUSTED_HOSTS"] == ["marche.example"]


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY manque"),
        ({"SECRET_KEY": "changez-moi"}, "SECRET_KEY manque ou compte moins"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY n'est pas tiré au hasard"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"PUBLIC_URL": "http://marche.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS est vide"),
        ({"TRUSTED_HOSTS": "*"}, "accepte tout"),
        ({"TRUSTED_HOSTS": "ailleurs.example"}, "ne contient pas le nom de PUBLIC_URL"),
        ({"DLA_CLE_SCELLEMENT": "/absente/cle"}, "introuvable"),
        ({"SMTP_URL": ""}, "SMTP_URL"),
    ],
)
def test_production_refuses(sure, change, dit):
    with pytest.raises(ConfigurationDangereuse, match="refuse de démarrer") as refus:
        Config.from_env(sure | change)
    assert dit in str(refus.value)


def test_production_refuses_a_sealing_key_within_the_data(sure):
    cle = fichier(tmp_dans(sure, "cle"), 0o600)
    with pytest.raises(ConfigurationDangereuse, match="dans DLA_DATA"):
        Config.from_env(sure | {"DLA_CLE_SCELLEMENT": cle})


def test_production_refuses_a_sealing_key_that_all_can_read(sure):
    Path(sure["DLA_CLE_SCELLEMENT"]).chmod(0o644)
    with pytest.raises(ConfigurationDangereuse, match="la clé de scellement est lisible par tous"):
        Config.from_env(sure)


def test_production_refuses_a_database_that_all_can_read(sure):
    fichier(tmp_dans(sure, "dla.sqlite3"), 0o644)
    with pytest.raises(ConfigurationDangereuse, match="base est lisible par tous"):
        Config.from_env(sure)


def test_production_refuses_a_secret_file_that_all_can_read(sure, tmp_path):
    secret = fichier(tmp_path / "session", 0o644)
    with pytest.raises(ConfigurationDangereuse, match="fichier de SECRET_KEY est lisible par tous"):
        Config.from_env({**sure, "SECRET_KEY": "", "SECRET_KEY_FILE": secret})


def test_the_refusal_is_one_sentence_that_names_every_fault(sure):
    with pytest.raises(ConfigurationDangereuse) as refus:
        Config.from_env(sure | {"SMTP_URL": "", "FLASK_DEBUG": "1"})
    assert "FLASK_DEBUG" in str(refus.value)
    assert "SMTP_URL" in str(refus.value)
    assert "\n" not in str(refus.value)


def test_a_forgotten_environment_is_production(tmp_path):
    with pytest.raises(ConfigurationDangereuse):
        Config.from_env({"DLA_DATA": str(tmp_path)})
    (tmp_path / "demo").touch()
    assert Config.from_env({"DLA_DATA": str(tmp_path)}).env is Environnement.DEMO


def test_the_demonstration_makes_its_secrets_once_for_its_owner_alone(tmp_path):
    reglages = {"DLA_ENV": "demo", "DLA_DATA": str(tmp_path)}
    premier, second = Config.from_env(reglages), Config.from_env(reglages)
    assert premier == second
    assert len(premier.secret_key) == 64
    for secret in (tmp_path / "cles").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert {f.name for f in (tmp_path / "cles").iterdir()} == {"session", "scellement"}


def test_the_index_stands_in_the_project_unless_the_data_are_elsewhere(tmp_path):
    ailleurs = Config.from_env({"DLA_ENV": "demo", "DLA_DATA": str(tmp_path)})
    assert ailleurs.index == tmp_path / "search_index"
    cles = {"SECRET_KEY": "x" * 40, "DLA_CLE_SCELLEMENT": str(tmp_path / "cles" / "scellement")}
    assert Config.from_env({"DLA_ENV": "demo", **cles}).index == RACINE / "search_index"


def test_cookies_are_plain_over_http_and_never_readable_by_scripts(tmp_path):
    reglages = Config.from_env({"DLA_ENV": "demo", "DLA_DATA": str(tmp_path), "PORT": "8123"}).flask()
    assert reglages["PUBLIC_URL"] == "http://127.0.0.1:8123"
    assert (reglages["SESSION_COOKIE_NAME"], reglages["SESSION_COOKIE_SECURE"]) == ("dla", False)
    assert reglages["SESSION_COOKIE_HTTPONLY"] is True
    assert reglages["SESSION_COOKIE_SAMESITE"] == "Lax"
