"""Measures what a user of the product waits for, beside what the machine could do at best; not part of the test run."""
