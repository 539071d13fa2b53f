"""The career desk: what its API and its worker share."""
