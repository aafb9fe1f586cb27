"""The questions that the documents leave open, one table for each chapter."""
