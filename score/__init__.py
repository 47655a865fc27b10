"""The rules: pure functions about the score and the work. No clock, no store, no network."""
