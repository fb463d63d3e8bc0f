"""Questions put to a network: what it answers, how its neurons fare, and what its scores are measured against."""
