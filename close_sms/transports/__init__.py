"""The way of a request: Pacer, Guard, Ledger and Recorder, each a transport around the next."""
