"""Answer → blocks | plain text | JSON. words.py says it; the others only draw it."""
