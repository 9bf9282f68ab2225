"""Accounts and sign-in; organisations; persons and their credentials."""
