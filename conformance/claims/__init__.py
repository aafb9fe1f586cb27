"""Claims that several chapters make: on what comes back, what was sent, what is displayed, and what the log tells."""
