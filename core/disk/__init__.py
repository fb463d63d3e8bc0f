"""Files on the disk: written whole or not at all, told from others, held, and never believed."""
