"""The pictures of the page Scores: each is handed what was judged, and computes no answer itself."""
