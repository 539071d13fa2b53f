"""Reading a CV without a model and without the network: bytes in, JSON Resume out."""
