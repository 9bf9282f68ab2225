"""How the push and the server behave on real sockets."""
