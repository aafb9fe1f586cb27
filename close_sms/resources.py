"""The collections of Close's API that the suite uses, by their paths below the API root."""

MESSAGES = "activity/sms"
WRITABLE = (MESSAGES, "activity/note", "lead", "contact", "sms_template")  # in which the suite makes things
COLLECTIONS = (*WRITABLE, "phone_number", "task", "event")
