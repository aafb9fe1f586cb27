"""A fresh mock for every test."""

import pytest

from tests.mock.mock_session import Session


@pytest.fixture
def mock() -> Session:
    return Session()
