"""Every check and every test, all of them even when an early one fails, then one table (`make test`).

    check.py            lint, types, import contracts, dependencies, templates, tests
    check.py --lint     the same without the tests
    check.py --long     the long campaigns only

The exit status is 0 only where every line of the table passes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from tests.support.navigateur import SANS_FENETRE, trouver_chromium  # noqa: E402  # the path above finds it

WORKERS = "3"
"""One more than two processors: a worker that drives a browser waits half of its time."""


class Step(NamedTuple):
    """One line of the table: its name and its command."""

    name: str
    command: list[str]


class Result(NamedTuple):
    """How a step ended, and after how many seconds."""

    name: str
    passed: bool
    seconds: float


def lint_steps() -> list[Step]:
    """The checks that read the code without running it."""
    return [
        Step("ruff check", [tool("ruff"), "check", "."]),
        Step("ruff format", [tool("ruff"), "format", "--check", "--quiet", "."]),
        Step("mypy", [tool("mypy")]),
        Step("import-linter", [tool("lint-imports"), "--no-logo"]),
        Step("deptry", [tool("deptry"), "."]),
        Step("djlint", [tool("djlint"), "dla_market/templates", "--lint", "--quiet"]),
    ]


def test_step(*, long: bool) -> Step:
    """pytest, in several processes; its own closing line stays in the output."""
    marker = "long" if long else "not long"
    # files go out in the order of tests/conftest.py, the long ones first, not by their number of tests
    share = ["-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]
    return Step("pytest", [tool("pytest"), *share, "-m", marker])


def tool(name: str) -> str:
    """A program of the virtual environment."""
    return str(BIN / name)


def install_chromium() -> Result:
    """A browser for the tests: the one found, else Debian's as root, else the test tool's own download.

    Of Debian's, the one without a window is asked first: the tests cost less with it.
    """
    started = time.monotonic()
    found = trouver_chromium()
    debian = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if found is None and debian:
        print("[test] Chromium absent : paquet Debian", flush=True)
        apt("update")
        if not apt("install", SANS_FENETRE):
            apt("install", "chromium")
    if trouver_chromium() is None:
        print("[test] Chromium absent : téléchargement par l'outil de test", flush=True)
        subprocess.run([tool("playwright"), "install", "chromium"], check=False)
    if trouver_chromium() is None:
        print("[test] Il manque Chromium : apt-get install chromium", file=sys.stderr)
    return Result("chromium", trouver_chromium() is not None, time.monotonic() - started)


def apt(verb: str, *words: str) -> bool:
    """Whether apt-get did it. It asks nothing, tries once and removes nothing."""
    options = ["-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]
    if verb == "install":
        options += ["-y", "--no-install-recommends", "--no-remove"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *options, verb, *words]
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return ended.returncode == 0


def run(step: Step) -> Result:
    """Run one step with its output shown as it comes."""
    print(f"\n==> {step.name}", flush=True)
    started = time.monotonic()
    # tests/conftest.py may register that profile with more examples
    profile = {"HYPOTHESIS_PROFILE": "long"} if "long" in step.command else {}
    ended = subprocess.run(step.command, cwd=ROOT, env=os.environ | profile, check=False)
    return Result(step.name, ended.returncode == 0, time.monotonic() - started)


def table(results: list[Result]) -> str:
    """The summary: one line a step."""
    lines = [f"{'contrôle':<16} {'résultat':<9} {'secondes':>8}"]
    lines += [f"{r.name:<16} {'réussi' if r.passed else 'ÉCHEC':<9} {r.seconds:>8.1f}" for r in results]
    return "\n".join(lines)


def main() -> int:
    """Run what was asked; 0 where everything passed."""
    long = "--long" in sys.argv
    steps = [] if long else lint_steps()
    results: list[Result] = []
    if "--lint" not in sys.argv:
        results.append(install_chromium())
        steps.append(test_step(long=long))
    results += [run(step) for step in steps]
    print(f"\n{table(results)}", flush=True)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
