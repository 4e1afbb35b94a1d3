"""The ground as it comes from files: read strictly, loaded whole or not at all, checked for holes."""
