"""What the dialog that opens a table is made of."""
