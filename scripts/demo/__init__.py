"""The demonstration: a real CV and a real feed through the whole product."""
