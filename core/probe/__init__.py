"""Questions put to a network: what it answers over a whole region, and what its scores are measured against."""
