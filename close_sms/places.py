"""Where things lie: the suite, inside the installed package or beside it in a checkout, and what its runs write."""

from pathlib import Path

CHECKS = "conformance"  # the folder of the checks, in that of the suite
REPORT = "reports/latest"  # the folder of a report, unless the user says otherwise
LEDGER = "ledger.jsonl"  # in that of the report
PACKAGE = Path(__file__).resolve().parent
OUTSIDE = "close-sms run"


class SuiteNotFoundError(Exception):
    """Neither the package nor the folder around it holds the suite: the installation is not whole."""


def suite_root(package: Path = PACKAGE) -> Path:
    """The folder that holds pytest.ini and conformance/; raises SuiteNotFoundError."""
    places = (package / "suite", package.parent)
    for place in places:
        if (place / "pytest.ini").is_file() and (place / CHECKS).is_dir():
            return place
    looked = " and ".join(map(str, places))
    raise SuiteNotFoundError(
        f"the suite is missing: no pytest.ini with {CHECKS}/ in {looked}. "
        "Install close-sms-conformance again, or use a complete checkout."
    )


def starter() -> str:
    """The command that starts the suite from here: `pytest` in a checkout, `close-sms run` elsewhere."""
    try:
        return "pytest" if is_checkout(suite_root()) else OUTSIDE
    except SuiteNotFoundError:
        return OUTSIDE


def is_checkout(root: Path, package: Path = PACKAGE) -> bool:
    """Whether the suite's root is a checkout, where pytest may keep its cache, and not inside a package."""
    return root == package.parent
