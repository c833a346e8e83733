"""Imports go down only: the contracts of pyproject.toml, run as `lint-imports` runs them."""

import subprocess
import sys
from pathlib import Path

from tests.support.maison import RACINE


def test_the_import_contracts_are_kept():
    commande = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    passe = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert passe.returncode == 0, passe.stdout + passe.stderr
