"""A mock of Close's SMS API: an independent reading of the documents, every silence switchable.

It imports nothing else of this project; whoever tests with it meets it over HTTP only.
"""

from close_sms.mock.app import create_app
from close_sms.mock.behaviour import Behaviour
from close_sms.mock.readings import QUESTIONS
from close_sms.mock.world import (
    ACCESS_TOKEN,
    API_KEY,
    API_KEY_OTHER,
    EXTERNAL_NUMBER,
    FAILING_NUMBER,
    INTERNAL_NUMBER,
    INTERNAL_NUMBER_OTHER,
    INTERNAL_NUMBER_WITHOUT_SMS,
    VIRTUAL_NUMBER,
)

__all__ = [
    "ACCESS_TOKEN",
    "API_KEY",
    "API_KEY_OTHER",
    "EXTERNAL_NUMBER",
    "FAILING_NUMBER",
    "INTERNAL_NUMBER",
    "INTERNAL_NUMBER_OTHER",
    "INTERNAL_NUMBER_WITHOUT_SMS",
    "QUESTIONS",
    "VIRTUAL_NUMBER",
    "Behaviour",
    "create_app",
]
