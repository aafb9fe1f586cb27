"""The checks: one module per chapter of the documentation, and the invariants that watch every exchange."""
