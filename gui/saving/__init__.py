"""Files of one's own: opened and saved, guarded, saved aside by themselves, and found again after a crash."""
