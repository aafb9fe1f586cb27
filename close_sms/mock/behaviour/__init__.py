"""Everything that the mock decides: one method for each decision.

`Behaviour` is put together from one class per chapter, in the order in which they build on each other:

    paths           URLs and methods; bodies: from bytes to JSON
    wire            content types, headers, shapes of errors, the last look at every answer
    authentication  who is calling
    cleaning        values of any body; texts and fields: those of an SMS
    merging         SMS Templates rendered into texts
    recording       what becomes an event
    sending         what may be sent, when it goes out and what comes of it
    entering        conditions and consequences of each status
    finding         things by their ids; rendering: the activity object; notifying: Inbox Notifications
    creating, updating, filtering, listing, messages     the operations on SMS activities
    directory, crm, notes, sms_templates                 what is around them
    paging, events                                       the event log as it is read

A test that wants a mock with a defect overrides one method in a subclass and gives it to `create_app`:

    class ForgetsDirection(Behaviour):
        def default_direction(self, status: str) -> str:
            return "outbound"
"""

from __future__ import annotations

from close_sms.mock.behaviour.authentication import Authentication
from close_sms.mock.behaviour.directory import Directory
from close_sms.mock.behaviour.events import Events
from close_sms.mock.behaviour.sms_templates import SmsTemplates
from close_sms.mock.behaviour.wire import Wire


class Behaviour(Wire, Authentication, Directory, SmsTemplates, Events):
    """A server as the documents describe it, in the readings that it was given."""
