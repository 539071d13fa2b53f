"""What is known of a company: from the owner's adverts and from its own site, each claim with its source."""
