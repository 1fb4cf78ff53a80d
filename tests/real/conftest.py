"""Public data sets, where they are at hand."""

import os
from pathlib import Path

import pytest
from tests.shell.importing.conftest import commands, firm, operator

__all__ = ["commands", "crm_sales", "firm", "operator"]
BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def crm_sales() -> Path:
    """The folder of the sales pipeline of Maven Analytics."""
    folder = Path(os.environ.get("PLEXUS_SHARED_DATA", BESIDE)) / "crm-sales"
    if not (folder / "sales_pipeline.csv").is_file():
        pytest.skip("the data set is not there; PLEXUS_SHARED_DATA names the folder that holds crm-sales")
    return folder
