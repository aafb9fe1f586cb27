"""A fresh mock for every test."""

import pytest
from mock_session import Session


@pytest.fixture
def mock() -> Session:
    return Session()
