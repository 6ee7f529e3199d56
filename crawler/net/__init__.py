"""Between us and the servers: whose turn it is, which addresses, and what came back."""
