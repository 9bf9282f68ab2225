"""Who could fill the gaps of a roster: the event as plain data, a quick answer, and the solver's, beside the server.

Nothing here but problem.py and runs.py knows the database; the solver reads JSON and writes JSON.
"""
