"""How well the verifier tells true statements from spoiled ones."""
