"""The estimators against published tables: how far off they are, and how sure they were."""
