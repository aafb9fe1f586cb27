"""What a run has made is deleted again, at its end or by a later ``close-sms clean``; nothing else ever is."""
