"""What the command ``close-sms`` does: one module for each subcommand, and their arguments."""
