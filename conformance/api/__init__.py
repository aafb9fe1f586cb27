"""The API as the checks use it: its requests, and the bodies, ids, numbers and credentials that they start from."""
